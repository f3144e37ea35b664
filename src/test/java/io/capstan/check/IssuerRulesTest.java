package io.capstan.check;

import static io.capstan.fixture.Snapshots.renewed;
import static io.capstan.fixture.Snapshots.steady;

import io.capstan.fixture.Authority;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class IssuerRulesTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();

    /** When the issuer of the steady snapshot is to be renewed. */
    private static final Instant RENEWAL = Pki.ISSUED.plus(Duration.ofHours(23));

    private static final Instant END = Pki.ISSUED.plus(Pki.ISSUER_LIFE);

    @TestFactory
    Stream<DynamicTest> issuerPresent() {
        return RuleTable.of("issuer-present")
                .ok("is well with a readable certificate", steady(), "CN=identity.linkerd.cluster.local")
                .critical(
                        "is critical where cert-manager has written nothing",
                        steady().issuer(i -> i.noSecret()),
                        "Secret linkerd/linkerd-identity-issuer: does not exist",
                        "identity cannot start",
                        "kubectl describe -n linkerd certificate linkerd-identity-issuer")
                .critical(
                        "is critical where nobody keeps it",
                        steady().issuer(i -> i.noSecret().noResource()),
                        "create Certificate linkerd/linkerd-identity-issuer")
                .critical(
                        "is critical where the Secret holds garbage",
                        steady().issuer(i -> i.tlsCrt("garbage")),
                        "holds no PEM")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerIsCa() {
        return RuleTable.of("issuer-is-ca")
                .ok("is well with a CA", steady())
                .critical("is critical without CA:TRUE", with(Pki.ISSUER_NOT_CA), "spec.isCA: true")
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerAlgorithm() {
        return RuleTable.of("issuer-algorithm")
                .ok("is well with ECDSA P-256", steady())
                .critical(
                        "is critical with RSA",
                        with(Pki.issuerRsa()),
                        "RSA 2048, expected ECDSA P-256: identity refuses it")
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerValidity() {
        return RuleTable.of("issuer-validity")
                .ok("is well within its validity", steady())
                .critical("is critical after its end", steady().now(END.plusSeconds(1)), "identity issues nothing")
                .critical("is critical before its beginning", steady().now(Pki.ISSUED.minusSeconds(1)))
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerExpiry() {
        return RuleTable.of("issuer-expiry")
                .ok("is well right after it was made", steady().now(Pki.ISSUED))
                .ok("is well at any time before its renewal", steady(), "is renewed at 2026-03-11T23:00:00Z")
                .ok("is well in the moment of its renewal", steady().now(RENEWAL))
                .ok("is well a minute after", steady().now(RENEWAL.plusSeconds(60)), "under way since")
                .warning(
                        "is a warning once its renewal is overdue",
                        steady().now(RENEWAL.plusSeconds(180)),
                        "of a life of 2d",
                        "overdue since 2026-03-11T23:00:00Z",
                        "cmctl renew -n linkerd linkerd-identity-issuer")
                .critical(
                        "is critical in the last quarter of its life",
                        steady().now(END.minus(Duration.ofHours(11))),
                        "(in 11h)")
                .critical(
                        "is critical after its end",
                        steady().now(END.plusSeconds(60)),
                        "expired at 2026-03-13T00:00:00Z")
                .ok(
                        "is well for most of its life where nobody renews it by itself",
                        steady().issuer(i -> i.noResource()),
                        "does not renew it by itself")
                .warning(
                        "is a warning in the last quarter where nobody renews it by itself",
                        steady().issuer(i -> i.renewalDisabled()).now(END.minus(Duration.ofHours(11))))
                .critical(
                        "is critical in the last tenth where nobody renews it by itself",
                        steady().issuer(i -> i.noResource()).now(END.minus(Duration.ofHours(4))),
                        "write it into Secret linkerd/linkerd-identity-issuer")
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerSignedByAnchor() {
        return RuleTable.of("issuer-signed-by-anchor")
                .ok("is well where it did", steady(), "41e55f6eab80")
                .ok(
                        "is well where the anchor was issued again with its old key",
                        steady().anchor(a -> a.holds(Pki.OLD_REISSUED.certificate())))
                .info(
                        "is worth knowing where the previous anchor did",
                        renewed(),
                        "is signed by 41e55f6eab80, not by the present anchor " + name(NEW),
                        "before every proxy has loaded " + name(NEW))
                .critical(
                        "is critical where no known anchor did",
                        steady().issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), OLD)),
                        "expected 41e55f6eab80",
                        "look at what ClusterIssuer linkerd-identity-issuer signs with")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerCaCrt() {
        return RuleTable.of("issuer-ca-crt")
                .ok("is well where it is the signer", steady(), "41e55f6eab80")
                .warning(
                        "is a warning where it is another anchor",
                        steady().issuer(i -> i.caCrt(NEW)),
                        "ca.crt holds " + name(NEW),
                        "linkerd check takes it for the trust anchor")
                .warning("is a warning where it is missing", steady().issuer(i -> i.noCaCrt()), "there is no ca.crt")
                .skipped("is not asked without a certificate", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerRenewal() {
        return RuleTable.of("issuer-renewal")
                .ok("is well where nothing is being issued", steady())
                .info("is worth knowing while cert-manager issues it", steady().issuer(i -> i.issuing(Pki.NOW)))
                .info(
                        "is worth knowing while its Secret is yet to be written",
                        steady().issuer(i -> i.issued(Pki.ISSUER_NEW.certificate())),
                        "the Secret is yet to be written")
                .critical(
                        "is critical, with the request's reason and the end, where issuing takes too long",
                        steady().issuer(i -> i.issuing(Pki.NOW.minusSeconds(600))),
                        "linkerd-identity-issuer-2 is Pending",
                        "the present one expires at 2026-03-13T00:00:00Z (in 1d 12h)",
                        "then mend ClusterIssuer linkerd-identity-issuer")
                .critical(
                        "is critical where the request has failed",
                        steady().issuer(i -> i.requestFailed("Failed", "secret not found")),
                        "is Failed: secret not found")
                .critical("is critical where the ClusterIssuer does not exist", steady().issuer(i -> i.issuerType("")))
                .warning("is a warning where it is not ready", steady().issuer(i -> i.notReady()))
                .skipped("is not asked where cert-manager does not keep it", steady().issuer(i -> i.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerUpdated() {
        Instant after = Pki.ISSUED.plusSeconds(60);
        Snapshots flipped = renewed().issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW));
        return RuleTable.of("issuer-updated")
                .ok(
                        "is well where identity says so",
                        steady().event("IssuerUpdated", "Updated identity issuer", after),
                        "IssuerUpdated at 2026-03-11T00:01:00Z")
                .ok("is well without a word where no replica can skip it", steady(), "none has a reason to skip it")
                .skipped("cannot be told without a word where a replica may skip it", renewed(), "kept for an hour")
                .skipped(
                        "cannot be told without a word where nobody knows what a replica has loaded",
                        steady().bundle(b -> b.changedAt(Pki.ISSUED)),
                        "kept for an hour")
                .skipped(
                        "cannot be told of an identity that is missing",
                        steady().without("identity"),
                        "Deployment linkerd/linkerd-identity: no Event speaks")
                .warning(
                        "is a warning where a replica is older than the issuer and nobody has spoken of it",
                        renewedFor(Duration.ofMinutes(10)),
                        "no Event says that identity has taken up the issuer of 2026-03-11T00:00:00Z",
                        "linkerd2#15109",
                        "grep 'Updated identity issuer'",
                        "kubectl rollout restart -n linkerd deployment linkerd-identity")
                .ok(
                        "is well where one has spoken of it in time",
                        renewedFor(Duration.ofMinutes(10)).event("IssuerUpdated", "Updated identity issuer", after))
                .ok(
                        "waits for no word of replicas that are younger than the issuer",
                        renewedFor(Duration.ofMinutes(10)).identity(c -> c.createdAt(after)),
                        "none has a reason to skip it")
                .ok(
                        "waits as long as kubelet may take to show the issuer",
                        renewedFor(Policy.DEFAULT.margins().volumeLag()),
                        "none has a reason to skip it")
                .ok(
                        "does not miss a word that the API server has forgotten",
                        renewedFor(Duration.ofMinutes(61)),
                        "none has a reason to skip it")
                .warning(
                        "is a warning while the anchor is being distributed, as the skip protects the proxies",
                        flipped.event("IssuerUpdateSkipped", "not issued by a trust anchor", Pki.NOW),
                        "this protects them",
                        "do not restart identity by hand")
                .critical(
                        "is critical where nothing is under way",
                        steady().event("IssuerUpdateSkipped", "not issued by a trust anchor", after),
                        "goes on with an earlier issuer",
                        "kubectl rollout restart -n linkerd deployment linkerd-identity")
                .critical(
                        "is critical where the issuer in use is not valid",
                        steady().event("IssuerValidationFailed", "expired", after),
                        "identity issues nothing")
                .ok(
                        "goes by the newest word",
                        steady().event("IssuerUpdated", "newer", after.plusSeconds(60))
                                .event("IssuerUpdateSkipped", "older", after),
                        "newer")
                .ok(
                        "does not go by a word about an earlier issuer",
                        steady().event("IssuerUpdateSkipped", "yesterday's", Pki.ISSUED.minusSeconds(3600)))
                .ok(
                        "does not go by a word of replicas that are gone",
                        steady().event("IssuerUpdateSkipped", "before the restart", after)
                                .identity(c -> c.createdAt(after.plusSeconds(600))))
                .skipped("makes nothing of a word that it does not know", steady().event("Rumour", "?", after))
                .skipped("is not asked without an issuer", steady().issuer(i -> i.noSecret()))
                .tests();
    }

    /** So long after cert-manager has renewed the issuer of an identity that has been there since Linkerd was installed. */
    private static Snapshots renewedFor(Duration since) {
        return steady().now(Pki.ISSUED.plus(since));
    }

    private static Snapshots with(Authority issuer) {
        return steady().issuer(i -> i.holds(issuer.certificate(), OLD));
    }

    private static String name(Certificate anchor) {
        return anchor.fingerprint().abbreviated();
    }
}
