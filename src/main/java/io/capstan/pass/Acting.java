package io.capstan.pass;

import io.capstan.cluster.PreviousSlot;
import io.capstan.cluster.Renewal;
import io.capstan.cluster.RenewalPolicy;
import io.capstan.cluster.Restarts;
import io.capstan.rotation.Step;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** Does a step. Each write is conditional on what was seen; where somebody was faster, the next look tells what then. */
public final class Acting {
    private final Renewal renewal;
    private final RenewalPolicy renewalPolicy;
    private final PreviousSlot previousSlot;
    private final Restarts restarts;

    public Acting(KubernetesClient client) {
        this.renewal = new Renewal(client);
        this.renewalPolicy = new RenewalPolicy(client);
        this.previousSlot = new PreviousSlot(client);
        this.restarts = new Restarts(client);
    }

    void act(Step step, Instant now) {
        if (step instanceof Step.RenewAnchor renew) {
            renewal.renew(renew.anchor());
        } else if (step instanceof Step.RenewIssuer renew) {
            renewal.renew(renew.issuer());
        } else if (step instanceof Step.HoldIssuer hold) {
            renewalPolicy.hold(hold.issuer(), hold.policy());
        } else if (step instanceof Step.ReleaseIssuer release) {
            renewalPolicy.release(release.issuer(), release.policy());
        } else if (step instanceof Step.SetPrevious set) {
            previousSlot.write(set.slot(), set.anchors());
        } else if (step instanceof Step.Restart batch) {
            for (Workload workload : batch.workloads()) {
                restarts.restart(
                        workload, RestartMark.next(workload.restartedFor(), batch.anchor(), batch.cause()), now);
            }
        }
    }
}
