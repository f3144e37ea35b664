package io.capstan.check;

import static io.capstan.fixture.Snapshots.renewed;
import static io.capstan.fixture.Snapshots.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Policies;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.OnDeadline;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Schedule;
import io.capstan.rotation.Strategy;
import io.capstan.window.CronSchedule;
import io.capstan.window.MaintenanceWindow;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** When rotations begin and go on by themselves, and what keeps them from it. */
class ScheduleRulesTest {
    private static final Instant LAST_DAYS = Pki.OLD.certificate().notAfter().minus(Duration.ofDays(30));

    private static Policy policy(
            boolean automatic, boolean approval, OnDeadline onDeadline, MaintenanceWindows windows) {
        return Policy.DEFAULT.withSchedule(
                new Schedule(automatic, Optional.empty(), approval, onDeadline, false, windows));
    }

    private static Policy windows(OnDeadline onDeadline, String cron, Duration open) {
        MaintenanceWindow window = new MaintenanceWindow(CronSchedule.parse(cron), open, ZoneId.of("UTC"));
        return policy(true, false, onDeadline, new MaintenanceWindows(List.of(window), Set.of()));
    }

    private static Snapshots due() {
        return steady().now(LAST_DAYS);
    }

    private static Snapshots paused(Map<String, String> annotations) {
        return annotated(steady(), annotations);
    }

    private static Snapshots annotated(Snapshots cluster, Map<String, String> annotations) {
        return cluster.anchor(a -> a.annotated(annotations));
    }

    private static Finding underWay(String id, Snapshots cluster) {
        Intent intent = Intent.begun(
                Pki.OLD.certificate().fingerprint(),
                new Asked(Strategy.SEAMLESS, false, "", "", "", Set.of(), false),
                Pki.NOW);
        return Checkup.of(cluster.build(), Policy.DEFAULT, Optional.of(intent)).findings().stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> rotationDue() {
        return Stream.of(
                        RuleTable.of("rotation-due")
                                .ok("tells from when on", steady(), "from 2026-12-31T00:00:00Z on")
                                .info("says that it begins by itself", due(), "capstan run begins it")
                                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret())),
                        RuleTable.of("rotation-due", policy(false, false, OnDeadline.ALERT, MaintenanceWindows.ALWAYS))
                                .warning("warns where nobody begins it", due(), "capstan.automatic is never"),
                        RuleTable.of("rotation-due", policy(true, true, OnDeadline.ALERT, MaintenanceWindows.ALWAYS))
                                .warning("warns while it waits for approval", due(), "capstan.io/approve")
                                .info(
                                        "is content once it is approved",
                                        annotated(
                                                due(),
                                                Map.of(
                                                        "approve",
                                                        Pki.OLD
                                                                .certificate()
                                                                .fingerprint()
                                                                .hex())),
                                        "capstan run begins it"),
                        RuleTable.of("rotation-due", Policies.rotateBefore(Pki.ANCHOR_LIFE))
                                .warning(
                                        "warns where every new anchor would be due at once",
                                        steady(),
                                        "capstan.rotate-before (365d) is no shorter than the life of the trust anchor",
                                        "less than spec.duration of Certificate cert-manager/linkerd-trust-anchor"))
                .flatMap(RuleTable::tests);
    }

    @Test
    void aRotationThatIsUnderWayIsNotDueAgain() {
        Finding finding = underWay("rotation-due", renewed());
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.message()).contains("under way since 2026-03-11T12:00:00Z");
    }

    @TestFactory
    Stream<DynamicTest> rotationPause() {
        return RuleTable.of("rotation-pause")
                .ok("is well where nobody has paused it", steady())
                .info(
                        "is worth knowing of a pause of late",
                        paused(Map.of("paused", "the sale", "paused-since", "2026-03-10T00:00:00Z")),
                        "paused until capstan resume: the sale")
                .info(
                        "is worth knowing of one that ends",
                        paused(Map.of("paused", "", "paused-until", "2026-03-20T00:00:00Z")))
                .info(
                        "is worth knowing of one that is over",
                        paused(Map.of("paused", "", "paused-until", "2026-03-11T12:00:00Z")),
                        "ended by itself at 2026-03-11T12:00:00Z")
                .warning(
                        "warns of one that is older than a week",
                        paused(Map.of("paused", "", "paused-since", "2026-03-04T11:59:59Z")),
                        "has it been forgotten?")
                .warning(
                        "warns of one that tells neither its beginning nor its end",
                        paused(Map.of("paused", "", "paused-until", "tomorrow")),
                        "has it been forgotten?")
                .warning(
                        "warns where a rotation is due",
                        annotated(due(), Map.of("paused", "", "paused-since", LAST_DAYS.toString())),
                        "stands still")
                .tests();
    }

    @Test
    void aPauseNeverSilencesTheDeadline() {
        for (Snapshots cluster : List.of(
                steady().issuer(i -> i.noRenewalTime()),
                steady().now(LAST_DAYS),
                steady().anchor(a -> a.renewalTime(Pki.NOW.plusSeconds(600))),
                renewed())) {
            List<Finding> before = deadline(cluster);
            assertThat(deadline(annotated(cluster, Map.of("paused", "")))).isEqualTo(before);
            assertThat(before).hasSize(1);
        }
    }

    private static List<Finding> deadline(Snapshots cluster) {
        return Checkup.of(cluster.build(), Policy.DEFAULT, Optional.empty()).findings().stream()
                .filter(finding -> finding.id().equals("rotation-deadline"))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> maintenanceWindow() {
        Snapshots urgent = steady().anchor(a -> a.renewalTime(Pki.NOW.plus(Duration.ofHours(3))));
        return Stream.of(
                        RuleTable.of("maintenance-window").ok("is well without windows", steady(), "any time will do"),
                        RuleTable.of("maintenance-window", windows(OnDeadline.ALERT, "0 2 * * *", Duration.ofHours(1)))
                                .ok("tells the next", steady(), "no maintenance window is open", "2026-03-12T02:00:00Z")
                                .ok(
                                        "tells until when one is open",
                                        steady().now(Instant.parse("2026-03-12T02:10:00Z"))
                                                .issuer(i -> i.renewalTime(Instant.parse("2026-03-13T00:00:00Z"))),
                                        "open until 2026-03-12T03:00:00Z (in 50m)",
                                        "the next begins at 2026-03-13T02:00:00Z")
                                .ok(
                                        "is well where mTLS breaks before the next and a rotation can start in this one",
                                        steady().now(Instant.parse("2026-03-12T02:10:00Z"))
                                                .issuer(i -> i.renewalTime(Instant.parse("2026-03-13T00:00:00Z")))
                                                .anchor(a -> a.renewalTime(Instant.parse("2026-03-12T05:00:00Z"))),
                                        "open until 2026-03-12T03:00:00Z")
                                .ok("asks no more once the anchor has changed", renewed(), "the next begins")
                                .critical(
                                        "is critical where mTLS breaks before the next",
                                        urgent,
                                        "mTLS breaks before a rotation can start in one, at 2026-03-11T15:00:00Z",
                                        "capstan rotate --now"),
                        RuleTable.of("maintenance-window", windows(OnDeadline.ACT, "0 2 * * *", Duration.ofHours(1)))
                                .critical("says that it acts", urgent, "capstan.on-deadline is act"),
                        RuleTable.of(
                                        "maintenance-window",
                                        windows(OnDeadline.ALERT, "0 2 * * *", Duration.ofMinutes(1)))
                                .warning(
                                        "warns, with the arithmetic, where a rotation fits none",
                                        steady(),
                                        "a rotation could not start in any: the restarts take about 5m"))
                .flatMap(RuleTable::tests);
    }

    @TestFactory
    Stream<DynamicTest> instructions() {
        return RuleTable.of("instructions")
                .ok("is well without any", steady())
                .warning(
                        "names each that cannot be understood",
                        paused(Map.of("rotate", "now", "approve", "yes")),
                        "capstan.io/rotate is 'now'",
                        "capstan.io/approve is 'yes'",
                        "counts as absent")
                .warning(
                        "does not say that a pause without a readable end is none",
                        paused(Map.of("paused", "", "paused-until", "tomorrow")),
                        "a pause has no end then")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> issuerHeld() {
        return RuleTable.of("issuer-held")
                .ok("is well where it is not held", steady())
                .warning(
                        "warns of a hold that nobody needs",
                        steady().issuer(i -> i.renewalDisabled().annotated(Map.of("held-renewal-policy", "unset"))),
                        "no rotation is under way",
                        "capstan run gives it back")
                .tests();
    }

    @Test
    void aHoldIsNoWarningWhileARotationIsUnderWay() {
        Snapshots held = renewed().issuer(i -> i.renewalDisabled().annotated(Map.of("held-renewal-policy", "unset")));
        assertThat(underWay("issuer-held", held).severity()).isEqualTo(Severity.INFO);
    }
}
