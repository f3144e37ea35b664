package io.capstan.pass;

import io.capstan.cluster.Observer;
import io.capstan.cluster.Outcome;
import io.capstan.cluster.PreviousSlot;
import io.capstan.cluster.Renewal;
import io.capstan.cluster.RenewalPolicy;
import io.capstan.cluster.Restarts;
import io.capstan.rotation.Step;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** Does a step. Each write is conditional on what was seen; where somebody was faster, the next look tells what then. */
public final class Acting {
    private final Observer observer;
    private final Renewal renewal;
    private final RenewalPolicy renewalPolicy;
    private final PreviousSlot previousSlot;
    private final Restarts restarts;

    /** @param observer looks once more at what a step rests on */
    public Acting(KubernetesClient client, Observer observer) {
        this.observer = observer;
        this.renewal = new Renewal(client);
        this.renewalPolicy = new RenewalPolicy(client);
        this.previousSlot = new PreviousSlot(client);
        this.restarts = new Restarts(client);
    }

    /** @param seen what led to {@code step} */
    Outcome act(Step step, Snapshot seen) {
        // giving the issuer's renewal back rests on nothing, and may be urgent
        if (!(step instanceof Step.ReleaseIssuer) && !observer.isStill(seen)) {
            return new Outcome.Conflict("what trust rests on has changed since it was looked at");
        }
        return act(step, seen.now());
    }

    private Outcome act(Step step, Instant now) {
        if (step instanceof Step.RenewAnchor renew) {
            return renewal.renew(renew.anchor());
        }
        if (step instanceof Step.RenewIssuer renew) {
            return renewal.renew(renew.issuer());
        }
        if (step instanceof Step.HoldIssuer hold) {
            return renewalPolicy.hold(hold.issuer(), hold.policy());
        }
        if (step instanceof Step.ReleaseIssuer release) {
            return renewalPolicy.release(release.issuer(), release.policy());
        }
        return step instanceof Step.SetPrevious set
                ? previousSlot.write(set.slot(), set.anchors())
                : restart((Step.Restart) step, now);
    }

    /** A conflict only if none of them was restarted: the others are looked at again anyway. */
    private Outcome restart(Step.Restart batch, Instant now) {
        Outcome outcome = new Outcome.Done();
        boolean isAnyDone = false;
        for (Workload workload : batch.workloads()) {
            RestartMark mark = RestartMark.next(workload.restartedFor(), batch.anchor(), batch.cause());
            outcome = restarts.restart(workload, mark, now);
            isAnyDone = isAnyDone || outcome.isDone();
        }
        return isAnyDone ? new Outcome.Done() : outcome;
    }
}
