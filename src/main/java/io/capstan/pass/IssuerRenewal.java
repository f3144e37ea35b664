package io.capstan.pass;

import io.capstan.cluster.LeaseLock;
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
    private final LeaseLock lock;
    private final Policy policy;
    private final Pace pace;
    private final Pause pause;

    public IssuerRenewal(Observer observer, Acting acting, LeaseLock lock, Policy policy, Pace pace, Pause pause) {
        this.observer = observer;
        this.acting = acting;
        this.lock = lock;
        this.policy = policy;
        this.pace = pace;
        this.pause = pause;
    }

    /**
     * @param restart whether to restart the data plane as well
     * @throws io.capstan.cluster.ClusterException if the cluster could not be read or written
     */
    public Ending run(boolean restart, Consumer<Decision> watcher) throws InterruptedException {
        var other = lock.acquire();
        if (other.isPresent()) {
            return new Ending.Held("another run holds the lock: " + other.get().identity());
        }
        try {
            Snapshot first = observer.observe();
            int revision =
                    first.issuer().resource().map(CertificateResource::revision).orElse(0);
            return underLock(new IssuerOnly(revision, restart), first, watcher);
        } finally {
            lock.release();
        }
    }

    private Ending underLock(IssuerOnly renewal, Snapshot first, Consumer<Decision> watcher)
            throws InterruptedException {
        Snapshot snapshot = first;
        while (true) {
            Decision decision = renewal.decide(snapshot, policy);
            watcher.accept(decision);
            if (decision instanceof Decision.Done) {
                return new Ending.IssuerRenewed(snapshot.issuer());
            }
            if (decision instanceof Decision.Refuse refuse) {
                return new Ending.Refused(refuse.reasons());
            }
            if (decision instanceof Decision.Act act) {
                acting.act(act.step(), snapshot.now());
            } else if (decision instanceof Decision.Wait wait) {
                var nap = pace.until(wait, snapshot.now());
                pause.sleep(nap.compareTo(pace.renewLock()) > 0 ? pace.renewLock() : nap);
            }
            if (!lock.renew()) {
                return new Ending.Held("another run took the lock");
            }
            snapshot = observer.observe();
        }
    }
}
