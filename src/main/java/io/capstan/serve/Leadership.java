package io.capstan.serve;

import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Stands for election by the Lease {@code capstan-leader} in Capstan's own namespace, again whenever the lead was lost. It
 * keeps a second process from working in vain; what keeps two from acting at once is the lock of each pass.
 */
public final class Leadership {
    static final String LEASE = "capstan-leader";

    private final KubernetesClient client;
    private final Installation installation;
    private final String identity;
    private final Terms terms;
    private final Consumer<String> complaints;
    private Optional<CompletableFuture<?>> candidacy = Optional.empty();
    private boolean resigned;

    /**
     * How long things take until another process leads.
     *
     * @param lease after which the Lease of a leader that died may be taken; in whole seconds
     * @param renewal for which a leader tries to renew its Lease before it gives up; shorter than the Lease
     * @param retry between two tries
     */
    public record Terms(Duration lease, Duration renewal, Duration retry) {
        /** Those of Kubernetes' own controllers. */
        public static final Terms USUAL =
                new Terms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    /** Who is told. It must not take long: the Lease is not renewed meanwhile. */
    interface Candidate {
        void takesTheLead();

        /** Perhaps more than once. */
        void losesTheLead();

        /** Waits until nothing of the time as leader goes on any more. */
        void awaitQuiet() throws InterruptedException;
    }

    /**
     * @param identity tells this process from others
     * @param complaints takes a line when the Lease cannot be read or written, for a new reason
     */
    public Leadership(
            KubernetesClient client,
            Installation installation,
            String identity,
            Terms terms,
            Consumer<String> complaints) {
        this.client = client;
        this.installation = installation;
        this.identity = identity;
        this.terms = terms;
        this.complaints = complaints;
    }

    void campaign(Candidate candidate) {
        Thread campaigns = new Thread(() -> campaigns(candidate), "capstan-leadership");
        campaigns.setDaemon(true);
        campaigns.start();
    }

    /** Lets go of the Lease, so that the next leader need not wait for it to run out. @return false if not within {@code limit} */
    boolean resign(Duration limit) throws InterruptedException {
        Optional<CompletableFuture<?>> last = end();
        try {
            // the elector releases the Lease in the thread that cancels
            CompletableFuture.runAsync(() -> last.ifPresent(running -> running.cancel(true)))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private synchronized Optional<CompletableFuture<?>> end() {
        resigned = true;
        return candidacy;
    }

    private void campaigns(Candidate candidate) {
        try {
            for (Optional<CompletableFuture<?>> next = stand(candidate); next.isPresent(); next = stand(candidate)) {
                awaitEnd(next.get());
                candidate.losesTheLead();
                candidate.awaitQuiet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(CompletableFuture<?> candidacy) {
        try {
            candidacy.join();
        } catch (CancellationException | CompletionException e) {
            // Whatever ended it, the next candidacy begins at the beginning; the lock has told why.
        }
    }

    /** An elector is good for one term. @return empty once resigned */
    private synchronized Optional<CompletableFuture<?>> stand(Candidate candidate) {
        if (resigned) {
            return Optional.empty();
        }
        candidacy = Optional.of(elector(candidate).start());
        return candidacy;
    }

    private LeaderElector elector(Candidate candidate) {
        LeaseLock lease = new LeaseLock(installation.ownNamespace(), LEASE, identity);
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(LEASE)
                        .withLock(new OutspokenLock(lease, installation.ownNamespace(), complaints))
                        .withLeaseDuration(terms.lease())
                        .withRenewDeadline(terms.renewal())
                        .withRetryPeriod(terms.retry())
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(
                                new LeaderCallbacks(candidate::takesTheLead, candidate::losesTheLead, leader -> {}))
                        .build())
                .build();
    }
}
