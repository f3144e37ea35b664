package io.capstan.check;

import static io.capstan.fixture.Snapshots.steady;

import io.capstan.fixture.Authority;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Policies;
import io.capstan.fixture.Snapshots;
import io.capstan.hostile.Forge;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.rotation.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AnchorRulesTest {
    private static final Instant LATE = Instant.parse("2027-02-01T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> anchorPresent() {
        return RuleTable.of("anchor-present")
                .ok("is well with a readable certificate", steady(), "CN=root.linkerd.cluster.local, 41e55f6eab80")
                .ok(
                        "says by what it is known where Secrets may not be read",
                        steady().anchor(a -> a.inferred()),
                        "not read, but issued so by CertificateRequest cert-manager/linkerd-trust-anchor-1")
                .critical(
                        "is critical where cert-manager has written nothing",
                        steady().anchor(a -> a.noSecret()),
                        "Secret cert-manager/linkerd-trust-anchor",
                        "although there is a Certificate cert-manager/linkerd-trust-anchor",
                        "kubectl describe")
                .skipped(
                        "is not judged where the anchor is kept elsewhere",
                        steady().anchor(a -> a.noSecret().noResource()),
                        "kept elsewhere",
                        "holds 41e55f6eab80",
                        "without its key")
                .critical(
                        "is critical where there is no anchor at all",
                        steady().anchor(a -> a.noSecret().noResource()).bundle(b -> b.holds()),
                        "no anchor in ConfigMap linkerd/linkerd-identity-trust-roots")
                .critical(
                        "is critical where the Secret holds garbage",
                        steady().anchor(a -> a.tlsCrt("garbage")),
                        "tls.crt holds no PEM certificate",
                        "cmctl renew -n cert-manager linkerd-trust-anchor")
                .critical(
                        "is critical where the Secret is empty", steady().anchor(a -> a.tlsCrt("")), "tls.crt is empty")
                .critical(
                        "asks to put the certificate back where cert-manager does not keep it",
                        steady().anchor(a -> a.noResource().tlsCrt("")),
                        "back into tls.crt")
                .warning(
                        "is a warning where something else stands beside the certificate",
                        steady().anchor(a -> a.tlsCrt(
                                pem(Pki.OLD) + "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")),
                        "PEM block 2 is a EC PRIVATE KEY, not a certificate")
                .tests();
    }

    private static String pem(Authority authority) {
        return PemBundle.write(AnchorSet.of(authority.certificate()));
    }

    @TestFactory
    Stream<DynamicTest> anchorIsCa() {
        return RuleTable.of("anchor-is-ca")
                .ok("is well with a CA", steady())
                .critical("is critical without CA:TRUE", with(Pki.ANCHOR_NOT_CA), "spec.isCA: true", "at once")
                .critical(
                        "is critical where its name constraints permit no leaf of the mesh",
                        steady().anchor(a ->
                                a.holds(Forge.p256().permitting("example.org").selfSigned())),
                        "its name constraints do not permit",
                        "remove spec.nameConstraints from Certificate cert-manager/linkerd-trust-anchor")
                .skipped("is not asked without a certificate", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorSelfSigned() {
        return RuleTable.of("anchor-self-signed")
                .ok("is well where ca.crt equals tls.crt", steady())
                .warning(
                        "is a warning where a self-signed anchor has another ca.crt",
                        steady().anchor(a -> a.caCrt(Pki.OTHER.certificate())),
                        "expected the self-signed 41e55f6eab80")
                .warning("is a warning where ca.crt is missing", steady().anchor(a -> a.noCaCrt()))
                .ok(
                        "is well without ca.crt where cert-manager does not keep it",
                        steady().anchor(a -> a.noResource().noCaCrt()))
                .warning(
                        "is a warning where the self-signed issuer did not make it",
                        steady().anchor(a -> a.holds(Pki.ANCHOR_UNDER_OTHER.certificate(), Pki.OTHER.certificate())),
                        "its own key did not sign it")
                .ok(
                        "is well where another kind of issuer signed it",
                        steady().anchor(a -> a.issuerType("vault")
                                .holds(Pki.ANCHOR_UNDER_OTHER.certificate(), Pki.OTHER.certificate())),
                        "is signed by")
                .warning(
                        "is a warning where ca.crt is not the signer",
                        steady().anchor(a -> a.issuerType("vault")
                                .holds(Pki.ANCHOR_UNDER_OTHER.certificate(), Pki.OLD.certificate())),
                        "no certificate in ca.crt signed it")
                .skipped(
                        "cannot be told without the signer",
                        steady().anchor(a -> a.issuerType("vault")
                                .holds(Pki.ANCHOR_UNDER_OTHER.certificate())
                                .noCaCrt()),
                        "there is no ca.crt to verify it with")
                .skipped("is not asked without a certificate", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorAlgorithm() {
        return RuleTable.of("anchor-algorithm")
                .ok("is well with ECDSA P-256", steady(), "ECDSA P-256")
                .ok("is well with RSA 2048", with(Pki.anchorRsa(2048)), "RSA 2048")
                .warning("is a warning with RSA 1024", with(Pki.anchorRsa(1024)), "RSA 1024")
                .warning(
                        "is a warning with P-384, which linkerd check refuses",
                        with(Pki.ANCHOR_P384),
                        "ECDSA P-384, expected ECDSA P-256",
                        "issues a new anchor at once")
                .skipped("is not asked without a certificate", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorValidity() {
        return RuleTable.of("anchor-validity")
                .ok("is well within its validity", steady())
                .critical(
                        "is critical after its end",
                        with(Pki.ANCHOR_EXPIRED),
                        "to 2026-03-01T00:00:00Z, and it is 2026-03-11T12:00:00Z",
                        "identity no longer accepts its own issuer",
                        "shows why cert-manager has not renewed it")
                .critical(
                        "asks for a replacement where its key is kept elsewhere",
                        with(Pki.ANCHOR_EXPIRED).anchor(a -> a.noResource()),
                        "replace it where its key is kept")
                .critical(
                        "is critical before its beginning",
                        steady().now(Instant.parse("2026-02-01T00:00:00Z")),
                        "from 2026-03-01T00:00:00Z")
                .skipped("is not asked without a certificate", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorExpiry() {
        return RuleTable.of("anchor-expiry")
                .ok("is well 354 days before", steady(), "(in 354d 12h)")
                .warning(
                        "is a warning from the moment on at which a rotation is due",
                        steady().now(Pki.OLD.certificate().notAfter().minus(Policy.DEFAULT.rotateBefore())),
                        "a rotation is due")
                .warning(
                        "is a warning once a rotation is due",
                        steady().now(LATE),
                        "2027-03-01T00:00:00Z (in 28d): a rotation is due",
                        "capstan rotate")
                .critical(
                        "is critical in the last fortnight",
                        steady().now(LATE.plus(Duration.ofDays(15))),
                        "(in 13d)",
                        "proxies fail as their leaves run out")
                .critical("is critical after its end", with(Pki.ANCHOR_EXPIRED), "(10d 12h ago)")
                .warning(
                        "asks for a replacement where its key is kept elsewhere",
                        steady().anchor(a -> a.noResource()).now(LATE),
                        "replace it where its key is kept")
                .skipped("is not asked without a certificate", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorExpiryWhereARotationIsDueOnlyShortlyBefore() {
        return RuleTable.of("anchor-expiry", Policies.rotateBefore(Duration.ofDays(8)))
                .ok("is well a month before", steady().now(LATE))
                .warning("is a warning in the last days", steady().now(LATE.plus(Duration.ofDays(25))), "(in 3d)")
                .critical("is critical in their last quarter", steady().now(LATE.plus(Duration.ofDays(27))), "(in 1d)")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorRenewal() {
        return RuleTable.of("anchor-renewal")
                .ok("is well where nothing is being issued", steady(), "Ready at revision 1")
                .info(
                        "is worth knowing while cert-manager issues it",
                        steady().anchor(a -> a.issuing(Pki.NOW.minusSeconds(5))),
                        "ManuallyTriggered")
                .warning(
                        "is a warning, with the request's reason, where issuing takes too long",
                        steady().anchor(a -> a.issuing(Pki.NOW.minusSeconds(600))),
                        "CertificateRequest cert-manager/linkerd-trust-anchor-2 is Pending: Waiting on certificate issuance",
                        "kubectl describe -n cert-manager certificaterequest linkerd-trust-anchor-2")
                .warning(
                        "does not take the request of a revision that is there for one of the next",
                        steady().anchor(a ->
                                a.issuing(Pki.NOW.minusSeconds(600)).revision(2)),
                        "no CertificateRequest has been made for it")
                .ok(
                        "is well where a request has failed and its revision is there none the less",
                        steady().anchor(a -> a.requestFailed("Failed", "no key").revision(2)))
                .warning(
                        "is a warning where the request has failed",
                        steady().anchor(a -> a.requestFailed("Failed", "no key")),
                        "is Failed: no key")
                .critical(
                        "is critical where the request has failed and a rotation is due",
                        steady().now(LATE).anchor(a -> a.requestFailed("Denied", "by policy")),
                        "is Denied: by policy")
                .warning(
                        "is a warning where the Issuer does not exist",
                        steady().anchor(a -> a.issuerType("")),
                        "Issuer cert-manager/linkerd-trust-root-issuer, which is to sign it, does not exist")
                .warning("is a warning where it is not ready", steady().anchor(a -> a.notReady()), "Ready is not True")
                .skipped("is not asked where cert-manager does not keep it", steady().anchor(a -> a.noResource()))
                .tests();
    }

    private static Snapshots with(Authority anchor) {
        return steady().anchor(a -> a.holds(anchor.certificate()));
    }
}
