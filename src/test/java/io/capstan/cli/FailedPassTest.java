package io.capstan.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.capstan.config.Key;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passes that cannot do their work. */
class FailedPassTest {
    private static final String SUCCESS = "capstan_pass_last_success_timestamp_seconds";
    private static final String FAILURE = "capstan_pass_last_failure_timestamp_seconds";

    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void onePassThatCannotReachTheApiServerSaysSoAndTheNextIsWell() {
        job.pass();
        Instant success = job.metrics().instant(SUCCESS);
        double anchorsEnd = job.metrics().value("capstan_rotation_deadline_timestamp_seconds");
        job.drydock().api().faults(Trouble.apiServerAway());

        assertThat(job.nextPass()).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.printed().lines())
                .hasSize(1)
                .allSatisfy(
                        line -> assertThat(line).startsWith("The API server at").contains("cannot be reached"));
        assertThat(job.metrics().instant(FAILURE)).isEqualTo(job.now());
        assertThat(job.metrics().instant(SUCCESS)).isEqualTo(success);
        assertThat(job.metrics().value("capstan_rotation_deadline_timestamp_seconds"))
                .isEqualTo(anchorsEnd);

        job.drydock().api().faults(Fault.NONE);
        assertThat(job.nextPass()).isZero();
        assertThat(job.metrics().instant(SUCCESS)).isEqualTo(job.now());
        assertThat(job.metrics().find(FAILURE)).isEmpty();
    }

    @Test
    void aMissingRightInTheMiddleIsOneLineThatNamesItAndTheRotationGoesOnOnceItIsGranted() {
        job.with(Key.MAX_AGE, "1s");
        String old = job.anchor();
        job.drydock()
                .api()
                .faults(Trouble.before(
                        Trouble.write("PATCH", "/deployments/web"),
                        Outcome.answer(403, "Forbidden", "deployments.apps \"web\" is forbidden")));

        assertThat(job.pass()).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.lastLine())
                .contains("Deployment emojivoto/web", "grant patch on deployments.apps in namespace emojivoto");
        assertThat(job.metrics().instant(FAILURE)).isEqualTo(job.now());
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"distributing\"}"))
                .isOne();

        job.drydock().api().faults(Fault.NONE);
        assertThat(job.nextPass()).isZero();
        assertThat(job.isWaitingForLeaves()).isTrue();
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void aConflictIsNoFailureTheNextTurnLooksAgain() {
        job.with(Key.MAX_AGE, "1s").with(Key.RUN_MAX_WAIT, "1m");
        String old = job.anchor();
        AtomicInteger conflicts = new AtomicInteger(2);
        job.drydock()
                .api()
                .faults(Trouble.before(
                        request -> request.method().equals("PUT")
                                && request.path().endsWith("/linkerd-trust-anchor/status")
                                && conflicts.getAndDecrement() > 0,
                        Outcome.answer(409, "Conflict", "the object has been modified")));

        assertThat(job.pass()).isZero();
        assertThat(conflicts.get()).isNegative();
        assertThat(job.lastLine()).contains("waiting for every volume to show the new bundle");
        assertThat(job.anchor()).isNotEqualTo(old);
    }

    @Test
    void tooManyRequestsAreWaitedForAsLongAsTheServerSays() {
        AtomicInteger first = new AtomicInteger();
        job.drydock()
                .api()
                .faults(Trouble.before(
                        request -> request.path().endsWith("/namespaces") && first.getAndIncrement() == 0,
                        Outcome.tooManyRequests(Duration.ofSeconds(1))));
        try (var client = job.drydock().api().patientClient()) {
            long start = System.nanoTime();
            assertThat(job.capstan(client, "run")).as(job::printed).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        assertThat(first.get()).isGreaterThan(1);
    }

    @Test
    void eventsThatMayNotBePublishedFailNothingAndAreComplainedOfInOneLine() {
        job.with(Key.MAX_AGE, "1s").withWindow("0 22 * * *", "2h");
        job.drydock().api().forbid("create", "events");

        assertThat(job.pass()).isZero();
        assertThat(job.printed().lines().filter(line -> line.contains("events")))
                .hasSize(1)
                .allSatisfy(line ->
                        assertThat(line).contains("grant create on events.events.k8s.io in namespace cert-manager"));
        assertThat(job.lastLine()).contains("is held (window)");
        assertThat(job.metrics().instant(SUCCESS)).isEqualTo(job.now());
    }

    /** As where the rights to rotate are granted for the time of a rotation only, and taken away from one that was held. */
    @Test
    void aPassThatHasNothingToDoFailsNotOverANoteThatItMayNotTakeAway() {
        job.with(Key.MAX_AGE, "1s").withWindow("0 22 * * *", "2h");
        job.pass();
        assertThat(job.lastLine()).contains("is held (window)");
        job.with(Key.AUTOMATIC, "never");
        job.drydock().api().forbid("update", "configmaps");

        assertThat(job.nextPass()).isZero();
        assertThat(job.printed().lines())
                .hasSize(2)
                .first(as(STRING))
                .contains("ConfigMap linkerd/capstan-rotation", "grant update on configmaps in namespace linkerd");
        assertThat(job.lastLine()).contains("no rotation is to go on");
        assertThat(job.metrics().instant(SUCCESS)).isEqualTo(job.now());
    }

    /** In the last half hour of the issuer: whoever is paged then needs to know how things stand. */
    @Test
    void whatIsWrongIsToldThoughAnOverdueHoldCannotBeGivenBack() {
        job.with(Key.MAX_AGE, "1s").with(Key.HOLD_ISSUER, "true");
        job.kill(Trouble.write("PATCH", "/certificates/linkerd-identity-issuer"));
        job.with(Key.MAX_AGE, "").with(Key.AUTOMATIC, "never");
        job.drydock().world().advance(Duration.ofHours(47).plusMinutes(45));
        job.drydock()
                .api()
                .faults(Trouble.before(
                        Trouble.write("PATCH", "/certificates/linkerd-identity-issuer"),
                        Outcome.answer(403, "Forbidden", "certificates is forbidden")));

        assertThat(job.pass()).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.lastLine()).contains("grant patch on certificates");
        assertThat(job.metrics().value("capstan_findings{severity=\"critical\"}"))
                .isPositive();
        assertThat(job.events().reasons()).contains("DeadlineAtRisk");
        assertThat(job.metrics().instant(FAILURE)).isEqualTo(job.now());
    }

    @Test
    void metricsThatCannotBeLeftFailNothingAndAreComplainedOfInOneLine() {
        job.with(Key.MAX_AGE, "1s").withWindow("0 22 * * *", "2h").with(Key.TEXTFILE, "/nowhere/capstan.prom");

        assertThat(job.pass()).isZero();
        assertThat(job.printed().lines().filter(line -> line.contains("/nowhere")))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("make or mount it, or change capstan.textfile"));
        assertThat(job.lastLine()).contains("is held (window)");
    }
}
