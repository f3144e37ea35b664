package io.capstan.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.CertificateFixture;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.report.CertificateLines;
import io.capstan.report.CheckJson;
import io.capstan.report.CheckText;
import io.capstan.report.JsonText;
import io.capstan.report.Marks;
import io.capstan.rotation.Policy;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Restart;
import io.capstan.trust.Rollout;
import io.capstan.trust.TrustBundle.Source.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However odd a cluster is, each rule finds something, and says what to do where that is bad. */
class OddClustersTest {
    private static final Instant EPOCH = Instant.EPOCH;
    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");

    @Property(tries = 400)
    void everyRuleAnswersOfEveryCluster(@ForAll("clusters") Snapshots cluster) {
        Checkup checkup = Checkup.of(cluster.build(), Policy.DEFAULT, Optional.empty());

        assertThat(checkup.findings())
                .extracting(Finding::id)
                .isEqualTo(Rules.ALL.stream().map(Rule::id).toList());
        assertThat(checkup.findings()).allSatisfy(finding -> {
            assertThat(finding.object()).isNotBlank();
            assertThat(finding.message()).isNotBlank();
            if (finding.severity() == Severity.WARNING || finding.severity() == Severity.CRITICAL) {
                assertThat(finding.hint()).as(finding.toString()).isNotBlank();
            }
        });
        assertThat(checkup).isEqualTo(Checkup.of(cluster.build(), Policy.DEFAULT, Optional.empty()));
        assertThat(CheckText.of(checkup, Marks.PLAIN)).contains("Status check results are");
        assertThat(JsonText.of(CheckJson.of(checkup))).contains("\"status\"");
        assertThat(CertificateLines.of(checkup.certificates())).isNotNull();
    }

    @Provide
    Arbitrary<Snapshots> clusters() {
        return Arbitraries.of(changes()).list().ofMaxSize(8).map(changes -> {
            Snapshots cluster = changes.size() % 2 == 0 ? Snapshots.steady() : Snapshots.renewed();
            changes.forEach(change -> change.accept(cluster));
            return cluster;
        });
    }

    private static List<Consumer<Snapshots>> changes() {
        Certificate expired = Pki.ANCHOR_EXPIRED.certificate();
        return List.of(
                s -> s.now(EPOCH),
                s -> s.now(FAR),
                s -> s.now(Pki.ISSUED.plus(Duration.ofHours(47))),
                s -> s.anchor(CertificateFixture::noSecret),
                s -> s.anchor(CertificateFixture::noResource),
                s -> s.anchor(a -> a.tlsCrt("garbage")),
                s -> s.anchor(a -> a.tlsCrt("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----")),
                s -> s.anchor(a -> a.holds(expired)),
                s -> s.anchor(a -> a.holds(Pki.ANCHOR_UNDER_OTHER.certificate()).issuerType("")),
                s -> s.anchor(CertificateFixture::noCaCrt),
                s -> s.anchor(CertificateFixture::renewalDisabled),
                s -> s.anchor(CertificateFixture::noRenewalTime),
                s -> s.anchor(a -> a.renewalTime(FAR)),
                s -> s.anchor(a -> a.lives(Duration.ZERO, Duration.ofDays(100_000))),
                s -> s.anchor(a -> a.issuing(FAR)),
                s -> s.anchor(a -> a.requestFailed("", "")),
                s -> s.issuer(CertificateFixture::noSecret),
                s -> s.issuer(CertificateFixture::noResource),
                s -> s.issuer(a -> a.tlsCrt("")),
                s -> s.issuer(a -> a.holds(Pki.ISSUER_OTHER.certificate(), Pki.OLD.certificate())),
                s -> s.issuer(a -> a.holds(Pki.ISSUER_NEW.certificate(), Pki.NEW.certificate())),
                s -> s.issuer(CertificateFixture::noRequest),
                s -> s.issuer(a -> a.issuing(EPOCH)),
                s -> s.issuer(CertificateFixture::notReady),
                s -> s.issuer(a -> a.lives(Duration.ofHours(1), Duration.ofHours(9))),
                s -> s.issuer(a -> a.changedAt(EPOCH)),
                s -> s.bundle(b -> b.noConfigMap()),
                s -> s.bundle(b -> b.noResource()),
                s -> s.bundle(b -> b.holds()),
                s -> s.bundle(b -> b.text("\u0000\u001b[2J")),
                s -> s.bundle(b -> b.holds(expired, Pki.OTHER.certificate())),
                s -> s.bundle(b -> b.without(Role.ANCHOR)),
                s -> s.bundle(b -> b.notSynced("", "")),
                s -> s.bundle(b -> b.changedAt(FAR)),
                s -> s.noPrevious(),
                s -> s.previousText("garbage"),
                s -> s.previous(),
                s -> s.previous(expired, Pki.NEW.certificate(), Pki.OTHER.certificate()),
                s -> s.noConfig(),
                s -> s.config(false, ""),
                s -> s.notLabelled(),
                s -> s.issuanceLifetime(Duration.ZERO),
                s -> s.event("IssuerUpdateSkipped", "", FAR),
                s -> s.event("", "", EPOCH),
                s -> s.without("identity"),
                s -> s.without("proxy-injector"),
                s -> s.controlPlane(c -> c.noPods()),
                s -> s.controlPlane(c -> c.pending(FAR).terminating(EPOCH)),
                s -> s.identity(c -> c.rollout(new Rollout.Failed(""))),
                s -> s.noWorkloads(),
                s -> s.dataPlane(w -> w.replicas(0).noPods()),
                s -> s.dataPlane(w -> w.unknown(EPOCH)),
                s -> s.dataPlane(w -> w.loaded(FAR)),
                s -> s.workload("web", w -> w.restart(new Restart.Impossible("it cannot", "see the guide"))),
                s -> s.unmeshed("voting", 1),
                s -> s.injector(new InjectorHandout.Answers(List.of())),
                s -> s.injector(new InjectorHandout.NotInjecting("")),
                s -> s.injectorHandsOut(),
                s -> s.link("east"));
    }
}
