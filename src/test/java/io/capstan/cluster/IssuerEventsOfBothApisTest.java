package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.check.Checkup;
import io.capstan.check.Severity;
import io.capstan.rotation.Policy;
import io.capstan.trust.Linkerd.IssuerEvent;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What identity says of its issuer, whichever of the two Event APIs its recorder writes to. */
class IssuerEventsOfBothApisTest extends OnDrydock {
    @ParameterizedTest
    @CsvSource({
        "IssuerUpdated, Normal, OK",
        "IssuerUpdateSkipped, Warning, CRITICAL",
        "IssuerValidationFailed, Warning, CRITICAL"
    })
    void anEventOfTheNewerApiCountsFromWhenItsSeriesWasSeenLast(String reason, String type, Severity severity) {
        drydock.world().advance(Duration.ofMinutes(2));
        Instant last = drydock.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        // The first of the series is older than the issuer of today.
        drydock.client()
                .resource("""
                        apiVersion: events.k8s.io/v1
                        kind: Event
                        metadata: {name: newer, namespace: linkerd}
                        eventTime: "2026-01-01T00:00:00.000000Z"
                        series: {count: 4, lastObservedTime: "%s"}
                        reportingController: linkerd-identity
                        reportingInstance: linkerd-identity-0
                        action: Reload
                        reason: %s
                        type: %s
                        note: said by a test
                        regarding: {kind: Deployment, namespace: linkerd, name: linkerd-identity}
                        """.formatted(MicroTime.text(last), reason, type))
                .create();

        Snapshot snapshot = observe();

        assertThat(snapshot.linkerd().issuerEvents())
                .first()
                .isEqualTo(new IssuerEvent(reason, "said by a test", last));
        assertThat(Checkup.of(snapshot, Policy.DEFAULT, Optional.empty()).findings())
                .filteredOn(finding -> finding.id().equals("issuer-updated"))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.message()).startsWith(reason + " at " + last + ": said by a test");
                    assertThat(finding.severity()).isEqualTo(severity);
                });
    }

    @Test
    void whatCapstanItselfSaysOfTheIssuerIsNotTakenForIdentitysWord() {
        drydock.client().resource("""
                        apiVersion: events.k8s.io/v1
                        kind: Event
                        metadata: {name: own, namespace: linkerd}
                        eventTime: "2026-03-01T00:00:00.000000Z"
                        reportingController: capstan.io/capstan
                        reportingInstance: test
                        action: Renew
                        reason: IssuerUpdated
                        type: Normal
                        note: said by capstan
                        regarding: {kind: Certificate, namespace: linkerd, name: linkerd-identity-issuer}
                        """).create();

        assertThat(observe().linkerd().issuerEvents())
                .extracting(IssuerEvent::message)
                .doesNotContain("said by capstan");
    }
}
