package io.capstan.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.capstan.check.ExaminedCertificate.Role;
import io.capstan.fixture.Authority;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Restart;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckupTest {
    /** The ids that the user guide lists, in its order: alerts and scripts speak of them. */
    private static final List<String> IDS = List.of(
            "linkerd-external-ca",
            "linkerd-issuer-scheme",
            "control-plane-namespace-label",
            "cert-manager-rbac",
            "anchor-rotation-policy",
            "issuer-rotation-policy",
            "anchor-unattended-renewal",
            "issuer-race",
            "previous-anchor-key",
            "anchor-shared",
            "anchor-present",
            "anchor-is-ca",
            "anchor-self-signed",
            "anchor-algorithm",
            "anchor-validity",
            "anchor-expiry",
            "anchor-renewal",
            "bundle-synced",
            "bundle-sources",
            "bundle-has-anchor",
            "bundle-has-issuer-signer",
            "bundle-no-strangers",
            "bundle-no-expired",
            "previous-matches-anchor",
            "issuer-present",
            "issuer-is-ca",
            "issuer-algorithm",
            "issuer-validity",
            "issuer-expiry",
            "issuer-signed-by-anchor",
            "issuer-ca-crt",
            "issuer-renewal",
            "issuer-updated",
            "control-plane-rolled-out",
            "control-plane-bundle",
            "injector-bundle",
            "proxies-trust-anchor",
            "proxies-unmeshed",
            "workloads-restartable",
            "rotation-phase",
            "rotation-deadline",
            "rotation-due",
            "rotation-pause",
            "maintenance-window",
            "issuer-held",
            "instructions");

    @Test
    void everyRuleFindsSomethingUnderItsOwnIdInTheOrderOfTheGuide() {
        assertThat(checkup(Snapshots.steady()).findings())
                .extracting(Finding::id)
                .isEqualTo(IDS);
    }

    @Test
    void theDocumentedSetUpHasTwoTrapsAndTheDeadlineThatFollowsFromOneOfThem() {
        Checkup checkup = checkup(Snapshots.steady());
        assertThat(checkup.findings())
                .filteredOn(finding -> finding.severity() != Severity.OK)
                .extracting(Finding::id, Finding::severity)
                .containsExactly(
                        tuple("anchor-unattended-renewal", Severity.WARNING),
                        tuple("previous-anchor-key", Severity.WARNING),
                        tuple("rotation-deadline", Severity.WARNING));
        assertThat(checkup.exitCode()).isEqualTo(1);
    }

    @Test
    void aClusterWithoutTheTrapsIsWell() {
        Checkup checkup = checkup(Snapshots.steady()
                .previousWithoutKey()
                .anchor(a -> a.lives(Duration.ofHours(8760), Duration.ofHours(720))));
        assertThat(checkup.findings()).extracting(Finding::severity).containsOnly(Severity.OK);
        assertThat(checkup.status()).isEqualTo(Status.OK);
        assertThat(checkup.exitCode()).isZero();
    }

    @Test
    void whatIsSkippedOrWorthKnowingDoesNotMakeAClusterUnwell() {
        Checkup checkup = checkup(Snapshots.steady()
                .previousWithoutKey()
                .noConfig()
                .link("east")
                .anchor(a -> a.lives(Duration.ofHours(8760), Duration.ofHours(720))));
        assertThat(checkup.findings())
                .extracting(Finding::severity)
                .contains(Severity.SKIPPED, Severity.INFO)
                .doesNotContain(Severity.WARNING, Severity.CRITICAL);
        assertThat(checkup.exitCode()).isZero();
    }

    @Test
    void oneCriticalFindingMakesTheWholeCritical() {
        Checkup checkup = checkup(Snapshots.steady().config(false, "kubernetes.io/tls"));
        assertThat(checkup.status()).isEqualTo(Status.CRITICAL);
        assertThat(checkup.exitCode()).isEqualTo(2);
    }

    @Test
    void anAnchorThatIsKeptElsewhereLeavesTheStatusUnknownAndTheRestJudged() {
        Checkup checkup = checkup(Snapshots.steady().anchor(a -> a.noSecret().noResource()));
        assertThat(checkup.status()).isEqualTo(Status.UNKNOWN);
        assertThat(checkup.exitCode()).isEqualTo(3);
        assertThat(checkup.phase()).isEmpty();
        assertThat(checkup.phaseText()).isEqualTo("unknown");
        assertThat(checkup.deadline()).isEmpty();
        assertThat(severity(checkup, "bundle-has-issuer-signer")).isEqualTo(Severity.OK);
        assertThat(severity(checkup, "issuer-expiry")).isEqualTo(Severity.OK);
        assertThat(severity(checkup, "rotation-phase")).isEqualTo(Severity.SKIPPED);
    }

    @Test
    void anAnchorSecretWithoutACertificateResourceIsJudgedInFull() {
        Checkup checkup = checkup(Snapshots.steady().anchor(a -> a.noResource()));
        assertThat(checkup.phase()).contains(Phase.STEADY);
        assertThat(checkup.phaseText()).isEqualTo("steady");
        assertThat(checkup.deadline().orElseThrow().at()).isEqualTo(Instant.parse("2027-03-01T00:00:00Z"));
        assertThat(severity(checkup, "anchor-expiry")).isEqualTo(Severity.OK);
        assertThat(severity(checkup, "anchor-unattended-renewal")).isEqualTo(Severity.SKIPPED);
    }

    @Test
    void certificatesAreListedByWhereTheyAreKept() {
        Checkup checkup = checkup(Snapshots.renewed());
        assertThat(checkup.certificates())
                .extracting(c -> c.role() + " " + c.key() + " "
                        + c.certificate().fingerprint().abbreviated())
                .containsExactly(
                        "ANCHOR tls.crt " + name(Pki.NEW),
                        "ANCHOR ca.crt " + name(Pki.NEW),
                        "PREVIOUS tls.crt " + name(Pki.OLD),
                        "ISSUER tls.crt " + name(Pki.ISSUER_OLD),
                        "ISSUER ca.crt " + name(Pki.OLD),
                        "BUNDLE ca-bundle.crt " + name(Pki.OLD),
                        "BUNDLE ca-bundle.crt " + name(Pki.NEW));
        assertThat(Role.BUNDLE.text()).isEqualTo("bundle");
    }

    @Test
    void programsReadHowBadItIsInLowerCase() {
        assertThat(Status.CRITICAL.text()).isEqualTo("critical");
        assertThat(Severity.SKIPPED.text()).isEqualTo("skipped");
    }

    @Test
    void aNamespaceNarrowsTheDataPlaneAndNothingElse() {
        Snapshot snapshot = Snapshots.steady()
                .config(false, "kubernetes.io/tls")
                .workload("web", w -> w.restart(new Restart.Impossible("it is paused", "resume it")))
                .unmeshed("late", 2)
                .build();
        Checkup own = Checkup.of(snapshot, Policy.DEFAULT, Optional.empty(), Optional.of("emojivoto"));
        Checkup other = Checkup.of(snapshot, Policy.DEFAULT, Optional.empty(), Optional.of("elsewhere"));

        assertThat(own.findingsOf(Group.DATA_PLANE))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .extracting(Finding::id)
                .containsExactly("proxies-unmeshed", "workloads-restartable");
        assertThat(other.findingsOf(Group.DATA_PLANE))
                .extracting(Finding::id)
                .containsExactly("proxies-trust-anchor", "proxies-unmeshed", "workloads-restartable");
        assertThat(other.findingsOf(Group.DATA_PLANE))
                .extracting(Finding::severity)
                .doesNotContain(Severity.WARNING, Severity.CRITICAL);
        assertThat(other.findingsOf(Group.DATA_PLANE))
                .extracting(Finding::object)
                .containsOnly("Namespace elsewhere");
        assertThat(severity(other, "linkerd-external-ca")).isEqualTo(Severity.CRITICAL);
        assertThat(other.isBroken(Set.of(Group.SET_UP))).isTrue();
        assertThat(other.isBroken(Set.of(Group.DATA_PLANE))).isFalse();
    }

    private static String name(Authority authority) {
        return authority.certificate().fingerprint().abbreviated();
    }

    private static Severity severity(Checkup checkup, String id) {
        return checkup.findings().stream()
                .filter(finding -> finding.id().equals(id))
                .map(Finding::severity)
                .findFirst()
                .orElseThrow();
    }

    private static Checkup checkup(Snapshots snapshots) {
        return Checkup.of(snapshots.build(), Policy.DEFAULT, Optional.empty());
    }
}
