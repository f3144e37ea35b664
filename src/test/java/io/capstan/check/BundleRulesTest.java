package io.capstan.check;

import static io.capstan.fixture.Snapshots.renewed;
import static io.capstan.fixture.Snapshots.steady;

import io.capstan.fixture.Pki;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import io.capstan.trust.TrustBundle.Source.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BundleRulesTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Certificate OTHER = Pki.OTHER.certificate();

    @TestFactory
    Stream<DynamicTest> bundleSynced() {
        return RuleTable.of("bundle-synced")
                .ok("is well where trust-manager says so", steady())
                .critical(
                        "is critical where a source is missing",
                        steady().bundle(b -> b.notSynced("SourceNotFound", "secret not found")),
                        "Bundle linkerd-identity-trust-roots",
                        "SourceNotFound: secret not found",
                        "kubectl describe bundle linkerd-identity-trust-roots")
                .critical(
                        "is critical where two Bundles write one ConfigMap",
                        steady().bundle(b -> b.rival("another")),
                        "Bundle another writes ConfigMap linkerd/linkerd-identity-trust-roots as well")
                .warning(
                        "is a warning without a Bundle",
                        steady().bundle(b -> b.noResource()),
                        "is trust-manager installed?")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bundleSources() {
        return RuleTable.of("bundle-sources")
                .ok("is well with both anchors", steady(), "2 sources")
                .ok("is well with a third one", steady().bundle(b -> b.alsoFrom("corporate", OTHER)), "3 sources")
                .critical(
                        "is critical without the previous anchor",
                        steady().bundle(b -> b.without(Role.PREVIOUS)),
                        "Secret cert-manager/linkerd-previous-anchor key tls.crt is not among its sources",
                        "kubectl edit bundle linkerd-identity-trust-roots")
                .critical(
                        "is critical without the anchor",
                        steady().bundle(b -> b.without(Role.ANCHOR)),
                        "Secret cert-manager/linkerd-trust-anchor key tls.crt is not among its sources")
                .critical(
                        "is critical where a source does not exist",
                        steady().bundle(b -> b.notFound(Role.PREVIOUS)),
                        "its source Secret cert-manager/linkerd-previous-anchor key tls.crt does not exist")
                .skipped("is not asked without a Bundle", steady().bundle(b -> b.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bundleHasAnchor() {
        return RuleTable.of("bundle-has-anchor")
                .ok("is well where it does", steady(), "41e55f6eab80")
                .critical(
                        "is critical where it does not",
                        steady().bundle(b -> b.holds(OTHER)),
                        "expected the anchor 41e55f6eab80 among them")
                .info(
                        "is worth knowing right after a renewal",
                        renewed().bundle(b -> b.holds(OLD)),
                        "trust-manager is about to write it")
                .critical(
                        "is critical where trust-manager has not written it in time",
                        renewed().bundle(b -> b.holds(OLD)).now(Pki.NOW.plusSeconds(600)))
                .info(
                        "is worth knowing where it has the same anchor of an earlier issue",
                        steady().anchor(a -> a.holds(Pki.OLD_REISSUED.certificate())),
                        "same name and key")
                .critical("is critical without a ConfigMap", steady().bundle(b -> b.noConfigMap()), "does not exist")
                .critical(
                        "is critical with garbage",
                        steady().bundle(b -> b.text("garbage")),
                        "holds no PEM certificate; holds none, expected the anchor 41e55f6eab80 among them")
                .critical(
                        "is critical where something else stands beside it",
                        steady().bundle(b ->
                                b.text(PemBundle.write(AnchorSet.of(OLD)) + "-----BEGIN PRIVATE KEY-----\n")),
                        "expected PEM certificates and nothing else",
                        "a private key that stood there is no secret any more")
                .skipped(
                        "is not judged without an anchor",
                        steady().anchor(a -> a.noSecret()),
                        "no readable trust anchor")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bundleHasIssuerSigner() {
        return RuleTable.of("bundle-has-issuer-signer")
                .ok("is well where it does", steady(), "41e55f6eab80")
                .ok("is well where the previous anchor signed it", renewed())
                .critical(
                        "is critical where the signer has gone",
                        steady().bundle(b -> b.holds(NEW)),
                        "do not restart the control plane",
                        "cmctl renew -n linkerd linkerd-identity-issuer")
                .critical(
                        "goes by the signature, not by the name",
                        steady().issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), OTHER)))
                .skipped("is not asked without an issuer", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bundleNoStrangers() {
        return RuleTable.of("bundle-no-strangers")
                .ok("is well where all come from its sources", steady())
                .ok(
                        "counts other sources as such",
                        steady().bundle(b -> b.alsoFrom("corporate", OTHER).holds(OLD, OTHER)))
                .warning(
                        "is a warning where one comes from nowhere",
                        steady().bundle(b -> b.holds(OLD, OTHER)),
                        "which no source of the Bundle gives: whoever has its key")
                .warning(
                        "names everybody who writes it, for one of them may write against trust-manager",
                        steady().bundle(b -> b.holds(OLD, OTHER).writtenBy("trust-manager", "kubectl-edit")),
                        "which no source of the Bundle gives (written by trust-manager and kubectl-edit)")
                .info(
                        "is worth knowing while trust-manager is about to drop it",
                        renewed().previous(NEW),
                        "about to drop it")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> bundleNoExpired() {
        return RuleTable.of("bundle-no-expired")
                .ok("is well where none has expired", steady())
                .warning(
                        "is a warning where trust-manager keeps an expired one",
                        steady().bundle(b -> b.holds(OLD, Pki.ANCHOR_EXPIRED.certificate())),
                        Pki.ANCHOR_EXPIRED.certificate().fingerprint().abbreviated() + ", expired")
                .skipped("is not asked of an empty bundle", steady().bundle(b -> b.holds()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> previousMatchesAnchor() {
        return RuleTable.of("previous-matches-anchor")
                .ok("is well where both are the same", steady())
                .skipped("is not asked while a rotation is under way", renewed(), "(distributing)")
                .warning(
                        "is a warning where an old anchor is left over",
                        steady().previous(OLD, OTHER)
                                .bundle(b -> b.holds(OLD, OTHER))
                                .controlPlane(c -> c.createdAt(Pki.ISSUED.plusSeconds(300)))
                                .identity(c -> c.createdAt(Pki.ISSUED.plusSeconds(200)))
                                .dataPlane(w -> w.loaded(Pki.ISSUED.plusSeconds(600), OLD, OTHER)),
                        "expected only the current anchor 41e55f6eab80",
                        "capstan rotate")
                .warning("is a warning where the slot is empty", steady().noPrevious(), "holds none")
                .warning("is a warning where the slot holds garbage", steady().previousText("garbage"), "holds no PEM")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }
}
