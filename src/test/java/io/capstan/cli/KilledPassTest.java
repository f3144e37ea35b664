package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.config.Key;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passes that end in the middle, and passes that meet another. */
class KilledPassTest {
    private final CronJob job = CronJob.onThePagesCluster().with(Key.MAX_AGE, "1s");

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void aRotationIsCompletedThoughEveryPassIsInterruptedAtItsThirdSleep() {
        job.with(Key.STRATEGY, "prompt");
        int interrupted = 0;
        for (int passes = 0; passes < 40 && !job.isCompleted(); passes++) {
            letTheNextPassSleepTwice();
            if (job.nextPass() != ExitCode.OK) {
                interrupted++;
                assertThat(job.lastLine()).contains("interrupted");
                assertThat(job.printed()).doesNotContain("\tat ");
            }
        }
        assertThat(job.isCompleted()).isTrue();
        assertThat(interrupted).isGreaterThan(3);
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.json("history")).hasSize(1);
    }

    private void letTheNextPassSleepTwice() {
        int[] sleeps = {0};
        job.sleepBy(duration -> {
            if (++sleeps[0] > 2) {
                throw new InterruptedException("killed");
            }
            job.drydock().world().advance(duration);
        });
    }

    @Test
    void theLockOfAPassThatWasKilledIsTakenByTheNext() {
        job.with(Key.LOCK_LIFE, "1m");
        job.kill(Trouble.write("PATCH", "/deployments/web"));

        assertThat(job.nextPass()).isZero();
        assertThat(job.printed()).contains("restart StatefulSet emojivoto/db");
        assertThat(job.isWaitingForLeaves()).isTrue();
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void aPassThatMeetsAnotherRunEndsAtOnceAndSaysSo() {
        holdTheLock("somebody-at-work");
        String anchor = job.anchor();

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine())
                .contains("is held (lock)", "another run holds the lock: somebody-at-work, renewed " + job.now());
        assertThat(job.longestPass()).isZero();
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.metrics().instant("capstan_pass_last_success_timestamp_seconds"))
                .isEqualTo(job.now());
    }

    @Test
    void aPassBeginsNoRotationInThePlaceOfOneThatAnotherRunHasEndedSinceItLooked() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        job.drydock().world().advance(Duration.ofHours(25));
        String anchor = job.anchor();
        CronJob person = CronJob.on(job.drydock());
        job.drydock().api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                if (request.path().endsWith("/leases/capstan")) {
                    job.drydock().api().faults(Fault.NONE);
                    assertThat(person.capstan("rotate", "--yes"))
                            .as(person::printed)
                            .isZero();
                }
                return Outcome.pass();
            }
        });

        assertThat(job.pass()).as(job::printed).isZero();
        assertThat(job.lastLine()).contains("no rotation is under way any more");
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.json("history")).hasSize(1);
    }

    @Test
    void aRequestThatAnotherRunHasServedSinceThisOneLookedIsNotServedAgain() {
        whileItWaitsForTheLock("rotate", "--yes", "--request-id", "job");

        assertThat(job.capstan("rotate", "--yes", "--request-id", "job"))
                .as(job::printed)
                .isZero();
        assertThat(job.json("history")).hasSize(1);
    }

    /** A Job whose pod was killed, and was ended by another that came meanwhile, is served by the same rotation. */
    @Test
    void aRequestIsServedOnceAlsoWhereAnotherOneHasJoinedIt() {
        job.drydock()
                .api()
                .faults(Trouble.killedRightAfter(Trouble.write("PUT", "/certificates/linkerd-trust-anchor/status")));
        assertThat(job.capstan("rotate", "--yes", "--request-id", "job")).isEqualTo(ExitCode.CLUSTER);
        job.drydock().api().faults(Fault.NONE);

        assertThat(job.capstan("rotate", "--yes", "--request-id", "another-job"))
                .as(job::printed)
                .isZero();
        String anchor = job.anchor();
        for (String request : new String[] {"job", "another-job"}) {
            assertThat(job.capstan("rotate", "--yes", "--request-id", request)).isZero();
            assertThat(job.lastLine()).startsWith("request " + request + " was completed already, by rotation ");
        }
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.json("history")).singleElement().satisfies(report -> {
            assertThat(report.path("requestId").asText()).isEqualTo("job");
            assertThat(report.path("alsoRequested"))
                    .extracting(JsonNode::asText)
                    .containsExactly("another-job");
        });
    }

    @Test
    void aRotationThatAnotherRunHasEndedSinceThisOneCameIsNotBegunAnew() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        job.drydock().world().advance(Duration.ofHours(25));
        String anchor = job.anchor();
        whileItWaitsForTheLock("rotate", "--yes");

        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.json("history")).hasSize(1);
    }

    /** A request that is sent again since its answer was lost meets what it has written itself. */
    @Test
    void aRotationWhoseEndIsWrittenTwiceIsNotBegunAnew() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        job.drydock().world().advance(Duration.ofHours(25));
        String anchor = job.anchor();
        job.drydock().api().faults(new Fault() {
            @Override
            public Outcome after(Request request) {
                boolean isTheEnd = request.writes()
                        && request.path().endsWith("/capstan-rotation")
                        && !request.body().contains("\"intent\"");
                if (!isTheEnd) {
                    return Outcome.pass();
                }
                job.drydock().api().faults(Fault.NONE);
                return Outcome.answer(409, "Conflict", "the object has been modified");
            }
        });

        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.printed()).contains("phase=steady", "now=\"done\"");
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.json("history")).hasSize(1);
    }

    /** Another run, which comes to its end before the lock is free. */
    private void whileItWaitsForTheLock(String... command) {
        CronJob other = CronJob.on(job.drydock());
        holdTheLock("somebody-at-work");
        AtomicBoolean isWaiting = new AtomicBoolean(true);
        job.sleepBy(duration -> {
            if (isWaiting.getAndSet(false)) {
                lock().delete();
                assertThat(other.capstan(command)).as(other::printed).isZero();
            }
            job.drydock().world().advance(duration);
        });
    }

    @Test
    void rotateSaysAtOnceThatAnotherRunHoldsTheLockAndUntilWhenItWaits() {
        job.with(Key.LOCK_LIFE, "1m");
        Instant begun = job.now();
        holdTheLock("somebody-at-work");
        job.sleepBy(duration -> {
            job.drydock().world().advance(duration);
            renewTheLock();
        });

        assertThat(job.capstan("rotate", "--yes")).isEqualTo(ExitCode.HELD);
        assertThat(job.printed().lines())
                .containsExactly(
                        "another run holds the lock: somebody-at-work, renewed " + begun + "; waiting until "
                                + begun.plusSeconds(70) + ", by when it has lost the lock if it died",
                        "held: another run holds the lock: somebody-at-work, renewed " + begun.plusSeconds(70));
    }

    /** People do that to unlock what they believe to be stuck. */
    @Test
    void aRunWhoseLockIsDeletedTakesItAgainAndGoesOn() {
        int[] deleted = {0};
        job.sleepBy(duration -> {
            if (deleted[0]++ < 2) {
                lock().delete();
            }
            job.drydock().world().advance(duration);
        });

        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt"))
                .as(job::printed)
                .isZero();
        assertThat(deleted[0]).isGreaterThan(2);
        assertThat(job.json("history")).hasSize(1);
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void theHolderOfTheLockIsCalledByWhereItRuns() {
        job.kill(Trouble.write("PATCH", "/deployments/web"));

        String machine = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("capstan");
        assertThat(lock().get().getSpec().getHolderIdentity()).matches(Pattern.quote(machine) + "-[0-9a-f-]{36}");
    }

    private void renewTheLock() {
        lock().edit(lease -> new LeaseBuilder(lease)
                .editSpec()
                .withRenewTime(renewal())
                .endSpec()
                .build());
    }

    private Resource<Lease> lock() {
        return job.drydock().client().leases().inNamespace("linkerd").withName("capstan");
    }

    /** As precise as runners write it. */
    private ZonedDateTime renewal() {
        return job.now().plusNanos(123_456_000).atZone(ZoneOffset.UTC);
    }

    private void holdTheLock(String holder) {
        job.drydock()
                .client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("capstan")
                        .withNamespace("linkerd")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(60)
                        .withRenewTime(renewal())
                        .endSpec()
                        .build())
                .createOr(NonDeletingOperation::update);
    }
}
