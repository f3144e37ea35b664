package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes of {@code serve} on one cluster: who passes, what is scraped, and how it stops. */
class ServeCommandTest {
    private static final Map<String, String> SETTINGS = Map.of(
            Key.STRATEGY.fullName(), "prompt",
            Key.POLL_LONGEST.fullName(), "15m",
            Key.RUN_MAX_WAIT.fullName(), "1h",
            Key.LOCK_LIFE.fullName(), "30m");

    private final Drydock drydock = Drydock.afterThePage();
    private final KubernetesClient own = drydock.api().internalClient();
    private final Sleeper advancing = drydock.world()::advance;

    @AfterEach
    void close() {
        own.close();
        drydock.close();
    }

    @Test
    void oneLeadsAndTheOtherKnowsNothingUntilItTakesOver() throws Exception {
        try (ServeProcess first = serve(advancing)) {
            first.awaitScraped("capstan_leader 1.0");
            first.awaitScraped("capstan_rotation_phase{phase=\"steady\",} 1.0");
            first.awaitScraped("capstan_pass_last_success_timestamp_seconds");
            // said after its metrics are shown
            first.await(() -> first.out().contains("pass completed: no rotation is to go on"), "the pass is told of");
            try (ServeProcess second = serve(advancing)) {
                second.await(() -> second.vitals().readiness().isWell(), "a standby is ready");
                assertThat(second.vitals().liveness().isWell()).isTrue();
                assertThat(second.scraped())
                        .contains("capstan_leader 0.0", "capstan_pass_failures_total 0.0")
                        .doesNotContain("capstan_rotation_phase");

                assertThat(first.terminate()).isZero();
                assertThat(first.scraped()).contains("capstan_leader 0.0").doesNotContain("capstan_rotation_phase");
                second.awaitScraped("capstan_leader 1.0");
                second.awaitScraped("capstan_rotation_phase{phase=\"steady\",} 1.0");
            }
        }
    }

    @Test
    void aFailedPassIsOneLineAndCountedAndTheNextOneComesAsUsual() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        drydock.api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return request.path().endsWith("/bundles") && failures.getAndIncrement() == 0
                        ? Outcome.answer(500, "InternalError", "etcd is away")
                        : Outcome.pass();
            }
        });
        try (ServeProcess process = serve(advancing)) {
            process.awaitScraped("capstan_pass_last_success_timestamp_seconds");
            assertThat(process.err().lines()).hasSize(1);
            assertThat(process.err()).contains("pass failed: bundles", "500 etcd is away");
            assertThat(process.scraped()).contains("capstan_pass_failures_total 1.0");
        }
    }

    @Test
    void stoppedInTheMiddleOfABatchItLetsGoOfEverythingAndTheNextLeaderFinishes() throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicInteger restarts = new AtomicInteger();
        askForRotation();
        drydock.probe().reset();
        drydock.api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                if (isRestart(request) && restarts.incrementAndGet() == 2) {
                    inTheMiddle.countDown();
                    await(goesOn);
                }
                return Outcome.pass();
            }
        });
        try (ServeProcess first = serve(advancing)) {
            first.await(() -> inTheMiddle.getCount() == 0, "the second restart of a batch is sent");
            assertThat(holder("capstan")).startsWith("capstan-");

            assertThat(first.terminate()).isZero();
            assertThat(restarts).hasValue(2);
            assertThat(holder("capstan")).isEmpty();
            assertThat(first.scraped()).doesNotContain("capstan_rotation_phase");
            assertThat(first.err()).contains("pass stopped");
            assertThat(first.scraped()).contains("capstan_pass_failures_total 0.0");
        }
        goesOn.countDown();
        try (ServeProcess second = serve(advancing)) {
            second.await(() -> second.out().contains("is done"), "the rotation is completed");
            assertThat(drydock.certificates().bundled()).hasSize(1);
            assertThat(drydock.probe().tally().failed()).isZero();
        }
    }

    @Test
    void stoppedInTheMiddleOfASleepItLetsGoOfEverything() throws Exception {
        askForRotation();
        CountDownLatch asleep = new CountDownLatch(1);
        try (ServeProcess process = serve(duration -> sleepForEver(asleep))) {
            process.await(() -> asleep.getCount() == 0, "the pass sleeps");
            process.awaitScraped("capstan_rotation_phase");

            assertThat(process.terminate()).isZero();
            assertThat(holder("capstan")).isEmpty();
            assertThat(process.err()).contains("pass stopped");
        }
    }

    @Test
    void whoLosesTheLeadStopsItsPassAndForgetsWhatItKnew() throws Exception {
        askForRotation();
        CountDownLatch asleep = new CountDownLatch(1);
        try (ServeProcess process = serve(duration -> sleepForEver(asleep))) {
            process.await(() -> asleep.getCount() == 0, "the pass sleeps");
            process.awaitScraped("capstan_rotation_phase");

            letLead("somebody else");
            process.awaitScraped("capstan_leader 0.0");
            process.await(() -> holder("capstan").isEmpty(), "the lock is released");
            assertThat(process.scraped()).doesNotContain("capstan_rotation_phase");
            assertThat(process.vitals().readiness().isWell()).isTrue();

            letLead("");
            process.awaitScraped("capstan_leader 1.0");
        }
    }

    @Test
    void aMissingRightToTheLeaseIsOneLine() throws Exception {
        drydock.api().forbid("create", "leases");
        try (ServeProcess process = serve(advancing)) {
            process.await(() -> process.err().contains("leases"), "it complains");
            assertThat(process.err().lines()).hasSize(1);
            assertThat(process.err())
                    .startsWith("Lease linkerd/capstan-leader cannot be read or written")
                    .contains("get, create and patch on leases.coordination.k8s.io");
            assertThat(process.scraped()).contains("capstan_leader 0.0");
        }
    }

    private ServeProcess serve(Sleeper sleeper) {
        return new ServeProcess(drydock, SETTINGS, sleeper);
    }

    private void askForRotation() {
        String anchor = Fingerprint.of(drydock.certificates().anchor()).toString();
        own.genericKubernetesResources("cert-manager.io/v1", "Certificate")
                .inNamespace("cert-manager")
                .withName("linkerd-trust-anchor")
                .edit(certificate -> {
                    certificate.getMetadata().setAnnotations(Map.of("capstan.io/rotate", anchor));
                    return certificate;
                });
    }

    private String holder(String lease) {
        LeaseSpec spec =
                own.leases().inNamespace("linkerd").withName(lease).get().getSpec();
        return spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
    }

    /** Without a resourceVersion, since the leader may renew its lease between a read and a write. */
    private void letLead(String identity) {
        String taken = """
                {"spec": {"holderIdentity": "%s", "leaseDurationSeconds": 3600}}""".formatted(identity);
        own.leases()
                .inNamespace("linkerd")
                .withName("capstan-leader")
                .patch(PatchContext.of(PatchType.JSON_MERGE), taken);
    }

    private static boolean isRestart(Request request) {
        return request.method().equals("PATCH") && request.path().contains("/apis/apps/v1/namespaces/emojivoto/");
    }

    private static void sleepForEver(CountDownLatch asleep) throws InterruptedException {
        asleep.countDown();
        new CountDownLatch(1).await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
