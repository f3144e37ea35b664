package io.capstan.drydock.linkerd;

import io.capstan.drydock.Program;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.TrustAnchors;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process of the identity controller (linkerd2 2.20, controller/cmd/identity and pkg/identity): it reads the trust
 * anchors once, when it starts, and the issuer whenever kubelet swaps its files, but takes only one that chains to the
 * anchors it has loaded. Without such an issuer it does not start at all.
 */
final class IdentityReplica {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

    private final MeshedPod pod;
    private final IssuanceTerms terms;
    private final DeploymentEvents events;
    private final MountedVolume<String> trustRoots;
    private final MountedVolume<IssuerFiles> issuerFiles;

    private Optional<Running> running = Optional.empty();
    private Optional<String> crash = Optional.empty();
    private Duration backoff = FIRST_BACKOFF;
    private Instant nextStart = Instant.MIN;
    private boolean missesNext;

    /** What the process holds in its memory; {@code read} is what was last tried, taken or not. */
    private record Running(TrustAnchors anchors, LoadedIssuer issuer, IssuerFiles read) {}

    IdentityReplica(MeshedPod pod, IssuanceTerms terms, DeploymentEvents events, VolumeLag lag) {
        this.pod = pod;
        this.terms = terms;
        this.events = events;
        this.trustRoots = new MountedVolume<>(lag.of(pod.uid(), "trust-roots"));
        this.issuerFiles = new MountedVolume<>(lag.of(pod.uid(), "identity-issuer"));
    }

    /** @return when it wants to be looked at again */
    Instant turn(Optional<String> bundle, Optional<IssuerFiles> issuer, Instant now) {
        trustRoots.sync(bundle, now);
        issuerFiles.sync(issuer, now);
        if (trustRoots.files().isEmpty() || issuerFiles.files().isEmpty()) {
            return Program.NEVER;
        }
        if (running.isEmpty() && !now.isBefore(nextStart)) {
            start(trustRoots.files().get(), issuerFiles.files().get(), now);
        } else {
            running.filter(process -> !process.read().equals(issuerFiles.files().get()))
                    .ifPresent(process -> reload(process, issuerFiles.files().get(), now));
        }
        Instant swap = trustRoots.swap().isBefore(issuerFiles.swap()) ? trustRoots.swap() : issuerFiles.swap();
        return running.isPresent() || swap.isBefore(nextStart) ? swap : nextStart;
    }

    private void start(String bundle, IssuerFiles files, Instant now) {
        try {
            TrustAnchors anchors = TrustAnchors.of(bundle);
            running = Optional.of(new Running(anchors, verified(files, anchors, now), files));
            crash = Optional.empty();
            backoff = FIRST_BACKOFF;
        } catch (IllegalArgumentException e) {
            crash = Optional.of("Failed to initialize identity service: " + e.getMessage());
            nextStart = now.plus(backoff);
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
        }
    }

    /** The next change of its issuer's files goes by unnoticed, as in linkerd2#15109. */
    void missNextIssuer() {
        missesNext = true;
    }

    private void reload(Running process, IssuerFiles files, Instant now) {
        LoadedIssuer inUse = process.issuer();
        if (missesNext) {
            missesNext = false;
            running = Optional.of(new Running(process.anchors(), inUse, files));
            return;
        }
        try {
            inUse = verified(files, process.anchors(), now);
            events.normal("IssuerUpdated", "Updated identity issuer", now);
        } catch (IllegalArgumentException e) {
            events.warning(
                    "IssuerUpdateSkipped",
                    "Skipping issuer update as certs could not be read from disk: " + e.getMessage(),
                    now);
        }
        running = Optional.of(new Running(process.anchors(), inUse, files));
    }

    private static LoadedIssuer verified(IssuerFiles files, TrustAnchors anchors, Instant now) {
        LoadedIssuer issuer = files.load();
        anchors.refusalWithAnchorsThatAreValidThemselves(issuer.chain(), now).ifPresent(refusal -> {
            throw new IllegalArgumentException("failed to verify issuer credentials for '" + issuer.commonName()
                    + "' with trust anchors: " + refusal);
        });
        return issuer;
    }

    /**
     * Signs a leaf for a proxy.
     *
     * @throws RefusedException if the process does not run or its issuer is no longer valid
     */
    Chain certify(String dnsName, PublicKey key, Instant now) throws RefusedException {
        Running process = running.orElseThrow(() -> new RefusedException("identity does not run in pod " + pod.name()));
        Optional<String> invalid = process.anchors()
                .refusalWithAnchorsThatAreValidThemselves(process.issuer().chain(), now);
        if (invalid.isPresent()) {
            events.warning("IssuerValidationFailed", invalid.get(), now);
            throw new RefusedException("identity's issuer is not valid: " + invalid.get());
        }
        return process.issuer().issue(dnsName, key, terms, now);
    }

    String trustDomain() {
        return terms.trustDomain();
    }

    /** Why the process ends as soon as it is started; nothing while it runs or has not been started yet. */
    Optional<String> crash() {
        return crash;
    }

    /** The anchors that the process has loaded, nothing while it does not run. */
    Optional<TrustAnchors> anchors() {
        return running.map(Running::anchors);
    }

    /** The issuer that the process has in use, nothing while it does not run. */
    Optional<Chain> issuer() {
        return running.map(Running::issuer).map(LoadedIssuer::chain);
    }
}
