package io.capstan.check;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.Listing;
import io.capstan.rotation.Advice;
import io.capstan.rotation.Phase;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustBundle.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Whether the trust bundle holds the anchors that are in use, and no others. */
final class BundleRules {
    private static final int NAMED = 3;

    private BundleRules() {}

    static Verdict synced(Examination e) {
        TrustBundle bundle = e.snapshot().bundle();
        if (bundle.resource().isEmpty()) {
            return Verdict.warning(
                    bundle.ref(),
                    "there is no such Bundle: nothing brings a new anchor into " + bundle.configMapRef(),
                    "create the Bundle with the current and the previous anchor as its sources; is trust-manager installed?");
        }
        if (!bundle.rivals().isEmpty()) {
            return Verdict.critical(
                    bundle.ref(),
                    Listing.of(bundle.rivals().stream().map(ObjectRef::toString).toList(), NAMED) + " writes "
                            + bundle.configMapRef() + " as well: the two overwrite each other",
                    "remove one of them");
        }
        TrustBundle.Resource resource = bundle.resource().get();
        return resource.synced()
                ? Verdict.ok(bundle.ref(), "is Synced")
                : Verdict.critical(
                        bundle.ref(),
                        "its condition Synced is not True (" + resource.reason() + ": " + resource.message() + "): "
                                + bundle.configMapRef() + " stays as it was",
                        Advice.describe(bundle.ref()));
    }

    static Verdict sources(Examination e) {
        TrustBundle bundle = e.snapshot().bundle();
        if (bundle.resource().isEmpty()) {
            return Verdict.skipped(bundle.ref(), "there is no such Bundle");
        }
        List<String> missing = Stream.concat(
                        Stream.of(Source.Role.ANCHOR, Source.Role.PREVIOUS)
                                .filter(role -> !bundle.hasSource(role))
                                .map(role -> expected(e, role) + " is not among its sources"),
                        bundle.resource().get().sources().stream()
                                .filter(source -> !source.found())
                                .map(source ->
                                        "its source " + source.ref() + " key " + source.key() + " does not exist"))
                .toList();
        return missing.isEmpty()
                ? Verdict.ok(
                        bundle.ref(),
                        Listing.count(bundle.resource().get().sources().size(), "source")
                                + ", the current and the previous anchor among them")
                : Verdict.critical(
                        bundle.ref(),
                        String.join("; ", missing)
                                + ": when the anchor is renewed, one that is in use leaves the bundle",
                        "kubectl edit bundle " + bundle.ref().name() + " so that " + expected(e, Source.Role.ANCHOR)
                                + " and " + expected(e, Source.Role.PREVIOUS)
                                + " are both sources, and make sure that they exist");
    }

    private static String expected(Examination e, Source.Role role) {
        return role == Source.Role.ANCHOR
                ? e.snapshot().anchor().secretRef() + " key tls.crt"
                : e.snapshot().previous().ref() + " key "
                        + e.snapshot().previous().key();
    }

    static Verdict hasAnchor(Examination e) {
        ObjectRef object = e.snapshot().bundle().configMapRef();
        return e.withTrust(object, state -> {
            Certificate anchor = state.anchor();
            if (isDefective(e)) {
                return Verdict.critical(
                        object,
                        found(e)
                                + ", expected PEM certificates and nothing else: identity may not start with it, or trust"
                                + " only what comes before",
                        Advice.describe(e.snapshot().bundle().ref())
                                + "; trust-manager writes nothing else, so find out"
                                + " who has written it; a private key that stood there is no secret any more");
            }
            if (e.bundle().contains(anchor.fingerprint())) {
                return Verdict.ok(
                        object, "holds the anchor " + anchor.fingerprint().abbreviated());
            }
            String found =
                    found(e) + ", expected the anchor " + anchor.fingerprint().abbreviated() + " among them";
            if (e.bundle().trusts(anchor)) {
                return Verdict.info(
                        object,
                        found + "; it does hold one with the same name and key, which verifiers cannot tell apart");
            }
            return isSpreading(e)
                    ? Verdict.info(object, found + "; trust-manager is about to write it")
                    : Verdict.critical(
                            object,
                            found + writers(e) + ": whatever starts now will not trust what the anchor signs",
                            Advice.describe(e.snapshot().bundle().ref()) + "; does trust-manager run?");
        });
    }

    private static boolean isDefective(Examination e) {
        return e.snapshot()
                .bundle()
                .configMap()
                .filter(written -> written.pem().defect().isPresent())
                .filter(written -> !written.pem().certificates().isEmpty())
                .isPresent();
    }

    private static String found(Examination e) {
        return e.snapshot()
                .bundle()
                .configMap()
                .map(written -> written.pem()
                                .defect()
                                .map(defect -> "ca-bundle.crt " + defect + "; ")
                                .orElse("") + "holds " + e.bundle())
                .orElse("does not exist");
    }

    /** Whether a source of the bundle has changed so lately that trust-manager may yet have to write it. */
    private static boolean isSpreading(Examination e) {
        Instant since = e.now().minus(e.policy().spreadLimit());
        return e.snapshot().bundle().configMap().isPresent()
                && e.snapshot()
                        .anchor()
                        .secret()
                        .filter(secret -> secret.changedAt().isAfter(since))
                        .isPresent();
    }

    static Verdict hasIssuerSigner(Examination e) {
        ObjectRef object = e.snapshot().bundle().configMapRef();
        return e.issuer()
                .map(issuer -> e.bundle()
                        .signerOf(issuer)
                        .map(signer -> Verdict.ok(
                                object,
                                "holds " + signer.fingerprint().abbreviated() + ", which signed the identity issuer"))
                        .orElseGet(() -> Verdict.critical(
                                object,
                                found(e) + ", none of which signed the identity issuer (" + issuer.issuer()
                                        + "): identity skips the issuer, or does not start after its next restart",
                                "do not restart the control plane; bring the anchor that signed it back into "
                                        + e.snapshot().previous().ref()
                                        + ", or renew the issuer under the present anchor: "
                                        + Advice.renew(e.snapshot().issuer().ref()))))
                .orElseGet(() -> Verdict.skipped(object, "there is no readable identity issuer"));
    }

    static Verdict noStrangers(Examination e) {
        ObjectRef object = e.snapshot().bundle().configMapRef();
        return e.withTrust(object, state -> {
            AnchorSet strangers = state.bundle().minus(state.wanted());
            if (strangers.isEmpty()) {
                return Verdict.ok(object, "holds " + e.bundle() + ", all from the Bundle's sources");
            }
            String message = "holds " + strangers + ", which no source of the Bundle gives" + writers(e);
            return isSpreading(e)
                    ? Verdict.info(object, message + "; trust-manager is about to drop it")
                    : Verdict.warning(
                            object,
                            message + ": whoever has its key can make identities that new proxies trust",
                            "if something in use still chains to it, put it into "
                                    + e.snapshot().previous().ref()
                                    + "; otherwise find out why trust-manager does not drop it: "
                                    + Advice.describe(e.snapshot().bundle().ref()));
        });
    }

    /** Whom the API server has noted as its writers, if that is more than one. */
    private static String writers(Examination e) {
        return e.snapshot()
                .bundle()
                .configMap()
                .map(TrustBundle.Written::managers)
                .filter(managers -> managers.size() > 1)
                .map(managers -> " (written by " + String.join(" and ", managers) + ")")
                .orElse("");
    }

    static Verdict noExpired(Examination e) {
        ObjectRef object = e.snapshot().bundle().configMapRef();
        if (e.bundle().isEmpty()) {
            return Verdict.skipped(object, "holds no readable anchor");
        }
        AnchorSet expired = AnchorSet.of(e.bundle().stream()
                .filter(anchor -> anchor.notAfter().isBefore(e.now()))
                .toList());
        return expired.isEmpty()
                ? Verdict.ok(object, "holds no expired anchor")
                : Verdict.warning(
                        object,
                        "holds " + expired
                                + ", expired: trust-manager keeps them, proxies go on trusting them, identity does not",
                        "finish the rotation (capstan rotate) if it is the previous anchor, or remove the source that gives it");
    }

    static Verdict previousMatchesAnchor(Examination e) {
        PreviousAnchors previous = e.snapshot().previous();
        return e.withTrust(previous.ref(), state -> {
            if (previous.content().flatMap(pem -> pem.defect()).isPresent()) {
                return Verdict.warning(
                        previous.ref(),
                        "key " + previous.key() + " "
                                + previous.content()
                                        .flatMap(pem -> pem.defect())
                                        .orElse(""),
                        "copy the current anchor's certificate there, without its key");
            }
            if (previous.anchors().equals(AnchorSet.of(state.anchor()))) {
                return Verdict.ok(previous.ref(), "holds the current anchor and no other");
            }
            return isUnderWay(e)
                    ? Verdict.skipped(
                            previous.ref(),
                            "a rotation is under way (" + phase(e) + "); it holds " + previous.anchors())
                    : Verdict.warning(
                            previous.ref(),
                            "holds " + previous.anchors() + ", expected only the current anchor "
                                    + state.anchor().fingerprint().abbreviated() + ", as nothing else is in use",
                            "capstan rotate finishes the rotation, or copy the current anchor's certificate there");
        });
    }

    private static boolean isUnderWay(Examination e) {
        return e.phase()
                .filter(phase -> phase != Phase.RETIRING && phase != Phase.STEADY)
                .isPresent();
    }

    private static String phase(Examination e) {
        return e.phase().map(Phase::text).orElse("unknown");
    }
}
