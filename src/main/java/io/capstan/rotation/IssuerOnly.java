package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renewing the identity issuer alone (section 8 of Linkerd's documentation): the anchor stays, so nothing needs a restart.
 *
 * @param fromRevision the revision that is to be replaced
 * @param restart whether to restart the data plane, so that leaves are renewed at once
 */
public record IssuerOnly(int fromRevision, boolean restart) {

    public Decision decide(Snapshot snapshot, Policy policy) {
        Optional<TrustState> state = TrustState.of(snapshot, policy.margins(), Set.of(), Optional.empty());
        Optional<CertificateResource> issuer = snapshot.issuer().resource();
        if (state.isEmpty() || issuer.isEmpty()) {
            return Decision.refuse(
                    snapshot.issuer().ref() + " or a readable trust anchor is missing: there is nothing to"
                            + " renew the issuer with; `capstan check` says more");
        }
        Phase phase = Phase.of(state.get(), false);
        if (phase == Phase.RENEWING) {
            return renewing(snapshot.issuer(), snapshot.now(), policy);
        }
        if (phase != Phase.STEADY) {
            return Decision.refuse("the trust anchor is not steady (phase " + phase.text()
                    + "): a new issuer might not be trusted by all; finish that first, with `capstan rotate`");
        }
        if (issuer.get().revision() <= fromRevision) {
            return new Decision.Act(new Step.RenewIssuer(snapshot.issuer()), "it was asked for");
        }
        return restart ? restarts(snapshot, policy) : new Decision.Done();
    }

    private static Decision renewing(ManagedCertificate issuer, Instant now, Policy policy) {
        Optional<CertificateResource.Issuing> overdue = issuer.resource()
                .flatMap(CertificateResource::issuing)
                .filter(issuing -> now.isAfter(issuing.since().plus(policy.renewalLimit())));
        return overdue.isPresent()
                ? Decision.refuse("cert-manager has not issued " + issuer.ref() + " in time; does it run?")
                : Decision.waitFor("cert-manager to issue " + issuer.ref());
    }

    /** Leaves of pods that are younger than the issuer, as every volume shows it, are under it. */
    private static Decision restarts(Snapshot snapshot, Policy policy) {
        Certificate issuer = snapshot.issuer().certificate().orElseThrow();
        Instant seen = policy.margins()
                .seenBy(snapshot.issuer()
                        .secret()
                        .map(CredentialSecret::changedAt)
                        .orElse(snapshot.now()));
        if (snapshot.now().isBefore(seen)) {
            return Decision.waitUntil(seen, "every volume to show the new issuer");
        }
        List<Restarts.Pending> pending = snapshot.dataPlane().workloads().stream()
                .filter(workload -> workload.workload().restart().isPossible())
                .map(workload -> pending(workload, seen))
                .toList();
        return new Restarts(pending, issuer, Cause.RENEW_LEAF, snapshot.now(), policy)
                .next("its leaves are under the issuer before")
                .orElse(new Decision.Done());
    }

    private static Restarts.Pending pending(MeshedWorkload workload, Instant seen) {
        boolean isOld = workload.pods().stream()
                .anyMatch(pods -> !pods.terminating() && pods.oldest().isBefore(seen));
        boolean isLeaving = workload.pods().stream()
                .anyMatch(pods -> pods.terminating() && pods.oldest().isBefore(seen));
        return new Restarts.Pending(workload.workload(), isOld, isLeaving);
    }
}
