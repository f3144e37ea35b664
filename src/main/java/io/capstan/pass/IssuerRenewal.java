package io.capstan.pass;

import io.capstan.cluster.Observer;
import io.capstan.rotation.Decision;
import io.capstan.rotation.IssuerOnly;
import io.capstan.rotation.Policy;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Snapshot;
import java.util.function.Consumer;

/** Renews the identity issuer alone. It keeps no intent: interrupted, the renewal goes on by itself. */
public final class IssuerRenewal {
    private final Observer observer;
    private final Acting acting;
    private final LockedLoop loop;
    private final Policy policy;
    private final Pace pace;

    public IssuerRenewal(Observer observer, Acting acting, LockedLoop loop, Policy policy, Pace pace) {
        this.observer = observer;
        this.acting = acting;
        this.loop = loop;
        this.policy = policy;
        this.pace = pace;
    }

    /**
     * @param restart whether to restart the data plane as well
     * @throws io.capstan.cluster.ClusterException if the cluster could not be read or written
     */
    public Ending run(boolean restart, Consumer<Decision> watcher) throws InterruptedException {
        int revision = observer.observe()
                .issuer()
                .resource()
                .map(CertificateResource::revision)
                .orElse(0);
        return loop.run(() -> turn(new IssuerOnly(revision, restart), watcher));
    }

    private Next turn(IssuerOnly renewal, Consumer<Decision> watcher) {
        Snapshot snapshot = observer.observe();
        Decision decision = renewal.decide(snapshot, policy);
        watcher.accept(decision);
        if (decision instanceof Decision.Done) {
            return new Next.End(new Ending.IssuerRenewed(snapshot.issuer()));
        }
        if (decision instanceof Decision.Refuse refuse) {
            return new Next.End(new Ending.Refused(refuse.reasons()));
        }
        if (decision instanceof Decision.Act act) {
            acting.act(act.step(), snapshot.now());
        }
        return decision instanceof Decision.Wait wait
                ? new Next.Sleep(pace.until(wait, snapshot.now()))
                : new Next.Again();
    }
}
