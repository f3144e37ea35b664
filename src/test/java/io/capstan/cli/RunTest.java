package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.config.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rotations that happen by themselves, pass after pass, at night. */
class RunTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    /** A Pushgateway, and a file, keep what nothing replaces; after it nobody may make a pass any more. */
    @Test
    void aRotationThatAPersonHasBroughtToItsEndLeavesNoMetricOfOneThatIsUnderWay() {
        job.with(Key.MAX_AGE, "1s").with(Key.APPROVAL, "manual");
        job.pass();
        assertThat(job.metrics().find("capstan_rotation_held_since_timestamp_seconds"))
                .isPresent();

        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        assertThat(job.metrics().find("capstan_rotation_phase_since_timestamp_seconds"))
                .isPresent();

        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.metrics().find("capstan_rotation_phase_since_timestamp_seconds"))
                .isEmpty();
        assertThat(job.metrics().find("capstan_rotation_held_since_timestamp_seconds"))
                .isEmpty();
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"steady\"}"))
                .isOne();
        assertThat(job.metrics().find("capstan_rotation_last_success_timestamp_seconds"))
                .isPresent();
        assertThat(job.metrics().instant("capstan_pass_last_success_timestamp_seconds"))
                .isEqualTo(job.now().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aDueRotationStartsTonightAndEndsTomorrowWithNoPodThatSleepsMeanwhile() {
        job.with(Key.MAX_AGE, "30h").withWindow("0 22 * * *", "2h");
        String old = job.anchor();
        job.drydock().world().advance(Duration.ofHours(32));

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).contains("is held (window)", "begins at 2026-03-03T22:00:00Z");
        assertThat(job.events().beside("Certificate", "linkerd-trust-anchor").reasons())
                .containsExactlyInAnyOrder("RotationDue", "RotationHeld");
        assertThat(job.metrics().value("capstan_rotation_due{reason=\"age\"}")).isOne();
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"window\"}"))
                .isOne();
        assertThat(job.metrics().value("capstan_window_open")).isZero();
        assertThat(job.metrics().instant("capstan_window_next_timestamp_seconds"))
                .isEqualTo("2026-03-03T22:00:00Z");
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"steady\"}"))
                .isOne();

        job.passesUntil(HOUR, () -> job.now().isAfter(Instant.parse("2026-03-03T21:59:00Z")), DAY);
        job.passesUntil(job::isWaitingForLeaves, HOUR);
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.metrics().value("capstan_rotation_due{reason=\"unattended\"}"))
                .isZero();
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"converging\"}"))
                .isOne();
        assertThat(job.metrics().value("capstan_rotation_workloads{result=\"restarted\"}"))
                .isEqualTo(7);
        assertThat(job.metrics().value("capstan_proxies{trust=\"both\"}")).isEqualTo(13);
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"window\"}"))
                .isZero();
        assertThat(job.metrics().find("capstan_rotation_last_success_timestamp_seconds"))
                .isEmpty();
        assertThat(job.json("status").path("phase").asText()).isEqualTo("converging");

        job.passesUntil(HOUR, job::isCompleted, DAY.plus(HOUR));
        assertThat(job.longestPass()).isLessThan(Duration.ofMinutes(10));
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"steady\"}"))
                .isOne();
        assertThat(job.metrics().value("capstan_rotation_due{reason=\"age\"}")).isZero();
        assertThat(job.metrics().instant("capstan_rotation_last_success_timestamp_seconds"))
                .isBetween(job.now().minusSeconds(60), job.now());
        assertThat(job.metrics().value("capstan_rotation_duration_seconds{phase=\"converging\"}"))
                .isBetween(23.5 * 3600, 24.5 * 3600);
        theWholeStoryIsToldBesideItsObjects();
        aReportIsLeft(old);
    }

    private void theWholeStoryIsToldBesideItsObjects() {
        assertThat(job.events().beside("Certificate", "linkerd-trust-anchor").reasons())
                .containsExactlyInAnyOrder(
                        "RotationDue", "RotationHeld", "RotationStarted", "AnchorRenewed", "RotationCompleted");
        assertThat(job.events().beside("Bundle", "linkerd-identity-trust-roots").reasons())
                .containsExactly("BundleDistributed");
        assertThat(job.events().beside("Certificate", "linkerd-identity-issuer").reasons())
                .containsExactly("IssuerUpdated");
        assertThat(job.events().beside("Secret", "linkerd-previous-anchor").reasons())
                .containsExactly("PreviousAnchorRetired");
        assertThat(job.events().beside("StatefulSet", "db").reasons()).containsExactly("WorkloadRestarted");
        assertThat(job.events().beside("DaemonSet", "agent").reasons()).containsExactly("WorkloadRestarted");
    }

    private void aReportIsLeft(String retired) {
        JsonNode report = onlyReport();
        assertThat(report.path("retired").asText()).isEqualTo(retired);
        assertThat(report.path("anchor").asText()).isEqualTo(job.anchor());
        assertThat(report.path("requestedBy").asText()).isEqualTo("capstan run");
        assertThat(report.path("reason").asText()).contains("capstan.max-age is 1d 6h");
        assertThat(disturbances(report))
                .hasSize(9)
                .allSatisfy(at ->
                        assertThat(LocalTime.ofInstant(at, ZoneOffset.UTC)).isAfterOrEqualTo(LocalTime.of(22, 0)));
    }

    @Test
    void restartsThatDoNotFitIntoOneWindowGoOnInTheNext() {
        job.with(Key.MAX_AGE, "10h").withWindow("0 22,23 * * *", "3m");
        job.drydock().world().advance(Duration.ofHours(13).plusMinutes(55));

        assertThat(job.nextPass()).isZero();
        assertThat(job.lastLine())
                .contains("is held (window)", "this maintenance window ends at 2026-03-02T22:03:00Z")
                .contains("the next one that does begins at 2026-03-02T23:00:00Z");
        job.passesUntil(() -> job.now().isAfter(Instant.parse("2026-03-02T22:50:00Z")), HOUR);
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"distributing\"}"))
                .isOne();
        assertThat(job.metrics().value("capstan_rotation_workloads{result=\"waiting\"}"))
                .isEqualTo(7);

        job.passesUntil(() -> job.metrics().value("capstan_rotation_phase{phase=\"switching\"}") == 1, HOUR);
        assertThat(job.now()).isBetween(Instant.parse("2026-03-02T23:00:00Z"), Instant.parse("2026-03-02T23:10:00Z"));
        assertThat(job.metrics().value("capstan_rotation_workloads{result=\"restarted\"}"))
                .isEqualTo(7);
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void windowsThatAreTooShortAreRefusedBeforehandWithTheArithmetic() {
        job.with(Key.MAX_AGE, "10h").with(Key.PARALLELISM, "1").withWindow("0 22 * * *", "1m");
        job.drydock().world().advance(Duration.ofHours(13));

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine())
                .contains("is refused: the maintenance windows are too short or too few: the restarts take about 9m")
                .contains("make a window longer (capstan.windows[].window-duration)");
        assertThat(job.events().reasons()).contains("RotationDue", "RotationRefused");
        assertThat(job.metrics().value("capstan_rotation_refused")).isOne();
    }

    private JsonNode onlyReport() {
        JsonNode reports = job.json("history");
        assertThat(reports).hasSize(1);
        return job.json("history", reports.path(0).path("id").asText());
    }

    /** When users may have noticed something: the renewal of the anchor and every restart. */
    private List<Instant> disturbances(JsonNode report) {
        Instant renewed = job.drydock().certificates().anchor().getNotBefore().toInstant();
        return StreamSupport.stream(report.findParents("completed").spliterator(), false)
                .map(restart -> Instant.parse(restart.path("at").asText()))
                .collect(() -> new ArrayList<>(List.of(renewed)), List::add, List::addAll);
    }
}
