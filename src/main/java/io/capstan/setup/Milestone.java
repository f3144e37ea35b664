package io.capstan.setup;

import io.capstan.rotation.Policy;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import java.time.Duration;
import java.util.Optional;

/** What must have come of a stage before the next one begins. */
public enum Milestone {
    /** The objects are all there is. */
    CREATED {
        @Override
        Optional<String> pending(Snapshot snapshot) {
            return Optional.empty();
        }
    },
    ANCHOR_ISSUED {
        @Override
        Optional<String> pending(Snapshot snapshot) {
            return unissued(snapshot.anchor());
        }
    },
    ISSUER_ISSUED {
        @Override
        Optional<String> pending(Snapshot snapshot) {
            return unissued(snapshot.issuer());
        }
    },
    BUNDLE_WRITTEN {
        @Override
        Optional<String> pending(Snapshot snapshot) {
            TrustBundle bundle = snapshot.bundle();
            boolean isWritten =
                    bundle.resource().map(TrustBundle.Resource::synced).orElse(false)
                            && snapshot.anchor()
                                    .certificate()
                                    .filter(bundle.anchors()::trusts)
                                    .isPresent();
            return isWritten
                    ? Optional.empty()
                    : Optional.of("trust-manager to write the anchor into " + bundle.configMapRef()
                            + bundle.resource()
                                    .map(resource -> " (" + resource.reason() + ": " + resource.message() + ")")
                                    .orElse(""));
        }

        @Override
        Duration limit(Policy policy) {
            return policy.spreadLimit();
        }
    };

    /** @return what is still waited for, in words that follow "waiting for"; empty if it is reached */
    abstract Optional<String> pending(Snapshot snapshot);

    /** How long it may take. */
    Duration limit(Policy policy) {
        return policy.renewalLimit();
    }

    private static Optional<String> unissued(ManagedCertificate managed) {
        boolean isIssued = managed.certificate().isPresent()
                && !managed.isRenewing()
                && managed.resource().map(CertificateResource::ready).orElse(false);
        return isIssued
                ? Optional.empty()
                : Optional.of("cert-manager to issue " + managed.ref()
                        + managed.resource()
                                .flatMap(CertificateResource::request)
                                .map(request -> " (" + request.reason() + ": " + request.message() + ")")
                                .orElse(""));
    }
}
