package io.capstan.pass;

import io.capstan.cluster.Observer;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Gates;
import io.capstan.rotation.IssuerOnly;
import io.capstan.rotation.Policy;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Renews the identity issuer alone. It keeps no intent: interrupted, the renewal goes on by itself. */
public final class IssuerRenewal {
    private final Observer observer;
    private final Acting acting;
    private final LockedLoop loop;
    private final Gatekeeper gatekeeper;
    private final Policy policy;
    private final Pace pace;

    public IssuerRenewal(
            Observer observer, Acting acting, LockedLoop loop, Gatekeeper gatekeeper, Policy policy, Pace pace) {
        this.observer = observer;
        this.acting = acting;
        this.loop = loop;
        this.gatekeeper = gatekeeper;
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
        Decision decision = guarded(renewal.decide(snapshot, policy), snapshot);
        watcher.accept(decision);
        if (decision instanceof Decision.Done) {
            return new Next.End(new Ending.IssuerRenewed(snapshot.issuer()));
        }
        if (decision instanceof Decision.Refuse refuse) {
            return new Next.End(new Ending.Refused(refuse.reasons()));
        }
        if (decision instanceof Decision.Hold hold) {
            return new Next.End(new Ending.Held(hold.gate(), hold.reason()));
        }
        if (decision instanceof Decision.Act act) {
            return acting.act(act.step(), snapshot).isDone() ? new Next.Again() : new Next.Sleep(pace.shortest());
        }
        return new Next.Sleep(pace.until((Decision.Wait) decision, snapshot.now()));
    }

    private Decision guarded(Decision decision, Snapshot snapshot) {
        Optional<Gates> gates = TrustState.of(snapshot, policy.margins(), Set.of(), Optional.empty())
                .map(state -> gatekeeper.gates(state, Optional.empty()));
        Optional<Decision.Hold> hold = decision instanceof Decision.Act act
                ? gates.flatMap(closed -> closed.holds(act.step()))
                : Optional.empty();
        return hold.isPresent() ? hold.get() : decision;
    }
}
