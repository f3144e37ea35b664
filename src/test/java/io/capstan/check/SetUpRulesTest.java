package io.capstan.check;

import static io.capstan.fixture.Snapshots.steady;

import io.capstan.fixture.Pki;
import io.capstan.rotation.Policy;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SetUpRulesTest {
    @TestFactory
    Stream<DynamicTest> linkerdExternalCa() {
        return RuleTable.of("linkerd-external-ca")
                .ok("is well where Helm leaves the bundle alone", steady())
                .critical(
                        "is critical where Helm owns the bundle",
                        steady().config(false, "kubernetes.io/tls"),
                        "ConfigMap linkerd/linkerd-config",
                        "identity.externalCA is false",
                        "helm upgrade",
                        "--set identity.externalCA=true")
                .skipped("is not judged without linkerd-config", steady().noConfig(), "not known")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> linkerdIssuerScheme() {
        return RuleTable.of("linkerd-issuer-scheme")
                .ok("is well where identity reads tls.crt", steady())
                .critical(
                        "is critical where identity reads other entries",
                        steady().config(true, "linkerd.io/tls"),
                        "is linkerd.io/tls, expected kubernetes.io/tls",
                        "--set identity.issuer.scheme=kubernetes.io/tls")
                .critical("is critical where it is unset", steady().config(true, ""), "is unset")
                .skipped("is not judged without linkerd-config", steady().noConfig())
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> controlPlaneNamespaceLabel() {
        return RuleTable.of("control-plane-namespace-label")
                .ok("is well where the namespace is labelled", steady())
                .warning(
                        "is a warning where the bundle was written all the same",
                        steady().notLabelled(),
                        "kubectl label namespace linkerd linkerd.io/is-control-plane=true")
                .critical(
                        "is critical where no bundle was written",
                        steady().notLabelled().bundle(b -> b.noConfigMap()),
                        "does not write ConfigMap linkerd/linkerd-identity-trust-roots")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> certManagerRbac() {
        return RuleTable.of("cert-manager-rbac")
                .ok("is well where the Secret holds what cert-manager issued", steady(), "revision 1")
                .ok(
                        "is well where cert-manager calls it ready and the request is gone",
                        steady().issuer(i -> i.noRequest()))
                .critical(
                        "is critical where there is no Secret",
                        steady().issuer(i -> i.noSecret()),
                        "does not exist",
                        "kubectl auth can-i create secrets -n linkerd",
                        "only if it is bound to the ServiceAccount that cert-manager's controller runs as")
                .skipped(
                        "cannot be told where the Secret holds something else",
                        steady().issuer(i -> i.issued(Pki.ISSUER_OTHER.certificate())))
                .skipped("is not asked where cert-manager does not keep it", steady().issuer(i -> i.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorRotationPolicy() {
        return RuleTable.of("anchor-rotation-policy")
                .ok("is well where a renewal makes a new key", steady())
                .warning(
                        "is a warning where a renewal keeps the key",
                        steady().anchor(a -> a.rotationPolicy("Never")),
                        "rotationPolicy is Never, expected Always",
                        "kubectl patch -n cert-manager certificate linkerd-trust-anchor")
                .warning("is a warning where it is unset", steady().anchor(a -> a.rotationPolicy("")), "is unset")
                .skipped("is not asked of a key that is kept elsewhere", steady().anchor(a -> a.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerRotationPolicy() {
        return RuleTable.of("issuer-rotation-policy")
                .ok("is well where a renewal makes a new key", steady())
                .warning("is a warning where a renewal keeps the key", steady().issuer(i -> i.rotationPolicy("Never")))
                .skipped("is not asked of a key that is kept elsewhere", steady().issuer(i -> i.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorUnattendedRenewal() {
        return RuleTable.of("anchor-unattended-renewal")
                .warning(
                        "is a warning with the documented 8760h/7320h, which renew after 60 days",
                        steady(),
                        "by itself at 2026-04-30T00:00:00Z (in 49d 12h)",
                        "spec.duration 8760h less spec.renewBefore 7320h is 60d after it was made",
                        "expires at 2027-03-01T00:00:00Z",
                        "Capstan would rotate it from 2026-12-31T00:00:00Z on (60d before)",
                        "at most 23h later",
                        "\"renewBefore\":\"720h\"",
                        "changing it issues the certificate again at once",
                        "Disabled never renews, not even at expiry")
                .warning(
                        "says nothing of an issuer that is not renewed by itself either",
                        steady().issuer(i -> i.renewalDisabled()),
                        "Nobody restarts the proxies then | capstan setup --improve")
                .critical(
                        "is critical within the last fortnight before that renewal",
                        steady().now(Instant.parse("2026-04-20T00:00:00Z")),
                        "(in 10d)")
                .critical(
                        "is critical once that renewal is past",
                        steady().now(Instant.parse("2026-05-01T00:00:00Z")),
                        "(1d ago)")
                .ok(
                        "is well where Capstan comes first",
                        steady().anchor(a -> a.lives(Duration.ofHours(8760), Duration.ofHours(720))),
                        "2027-01-30T00:00:00Z, after a rotation is due at 2026-12-31T00:00:00Z")
                .ok(
                        "is well where both come at the same moment",
                        steady().anchor(a -> a.lives(Duration.ofHours(8760), Duration.ofDays(60))))
                .ok(
                        "is well, with a word about expiry, where cert-manager never renews",
                        steady().anchor(a -> a.renewalDisabled()),
                        "not even at expiry")
                .skipped("is not judged without a renewal time", steady().anchor(a -> a.noRenewalTime()))
                .skipped("is not asked of a key that is kept elsewhere", steady().anchor(a -> a.noResource()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerRace() {
        Policy slow = slowRestarts();
        return Stream.of(
                        RuleTable.of("issuer-race")
                                .ok(
                                        "is well with 48h/25h and three small workloads",
                                        steady(),
                                        "it lives 23h (spec.duration 48h less spec.renewBefore 25h)",
                                        "a rotation needs 35m: bundle 2m 30s, 3 workloads 1m 30s, control plane 1m, margin 30m")
                                .skipped(
                                        "is not asked of an issuer that cert-manager does not keep",
                                        steady().issuer(i -> i.noResource())),
                        RuleTable.of("issuer-race", slow)
                                .warning(
                                        "is a warning where the restarts take longer than the issuer lives",
                                        steady(),
                                        "it lives 23h",
                                        "3 workloads 1d 6h",
                                        "changing spec.duration issues it again at once",
                                        "never renews, not even at expiry")
                                .ok(
                                        "counts the whole life of an issuer that is not renewed by itself",
                                        steady().issuer(i -> i.lives(Duration.ofHours(96), Duration.ofHours(25))
                                                .renewalDisabled()),
                                        "it lives 4d (spec.duration 96h, renewal disabled)")
                                .critical(
                                        "is critical from the moment on from which a rotation is due",
                                        steady().now(Instant.parse("2026-12-31T00:00:00Z")),
                                        "a rotation is due and cannot be begun"))
                .flatMap(RuleTable::tests);
    }

    private static Policy slowRestarts() {
        return Policy.DEFAULT.withRestarts(
                new RolloutEstimate(Duration.ofHours(10), 5), Policy.DEFAULT.rolloutTimeout());
    }

    @TestFactory
    Stream<DynamicTest> previousAnchorKey() {
        return RuleTable.of("previous-anchor-key")
                .warning(
                        "is a warning where the documented copy keeps the key",
                        steady(),
                        "which nothing reads",
                        "-p '{\"data\":{\"tls.key\":\"\"}}'")
                .ok("is well without a key", steady().previousWithoutKey())
                .ok("is well in a ConfigMap", steady().previousInConfigMap())
                .skipped("is not asked where there is no previous slot", steady().noPrevious(), "does not exist")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> anchorShared() {
        return RuleTable.of("anchor-shared")
                .ok("is well where the cluster stands alone", steady())
                .info(
                        "is worth knowing where there are Links",
                        steady().link("east").link("west"),
                        "Link linkerd-multicluster/east, Link linkerd-multicluster/west",
                        "--anchor-not-shared")
                .info(
                        "is worth knowing where there are ExternalWorkloads, of which it names a few",
                        steady().externalWorkload("a")
                                .externalWorkload("b")
                                .externalWorkload("c")
                                .externalWorkload("d"),
                        "ExternalWorkload mixed-env/c and 1 more")
                .tests();
    }
}
