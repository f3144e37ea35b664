package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * trust-manager's Bundle and the ConfigMap that it writes into Linkerd's namespace.
 *
 * @param ref the Bundle, whether it exists or not
 * @param resource empty if there is no such Bundle (or no trust-manager)
 * @param configMapRef {@code linkerd-identity-trust-roots} in Linkerd's namespace
 * @param configMap empty if it does not exist
 * @param rivals other Bundles that write the same ConfigMap
 */
public record TrustBundle(
        ObjectRef ref,
        Optional<Resource> resource,
        ObjectRef configMapRef,
        Optional<Written> configMap,
        List<ObjectRef> rivals) {
    public TrustBundle {
        rivals = List.copyOf(rivals);
    }

    /**
     * @param sources in the order of the spec
     * @param synced the condition Synced; its reason ({@code SourceNotFound}) and message say why not
     */
    public record Resource(String uid, List<Source> sources, boolean synced, String reason, String message) {
        public Resource {
            sources = List.copyOf(sources);
        }
    }

    /**
     * One source of the Bundle.
     *
     * @param role which of the two that a rotation needs it is, if either
     * @param found whether it exists and has the key
     * @param anchors what it adds; empty for the roles ANCHOR and PREVIOUS, which are read as such
     */
    public record Source(ObjectRef ref, String key, Role role, boolean found, AnchorSet anchors) {
        public enum Role {
            ANCHOR,
            PREVIOUS,
            OTHER
        }
    }

    /**
     * The ConfigMap's content.
     *
     * @param sha256 of the raw text, white space included: what the injector writes into
     *     {@code linkerd.io/trust-root-sha256}
     * @param changedAt the last time of its managedFields
     * @param managers the field managers that wrote it
     */
    public record Written(PemBundle pem, String sha256, Instant changedAt, List<String> managers) {
        public Written {
            managers = List.copyOf(managers);
        }
    }

    /** Every anchor that the ConfigMap holds. */
    public AnchorSet anchors() {
        return configMap.map(written -> written.pem().anchors()).orElse(AnchorSet.empty());
    }

    /** What sources other than the anchor and the previous slot add. */
    public AnchorSet fromOtherSources() {
        return resource.stream()
                .flatMap(bundle -> bundle.sources().stream())
                .map(Source::anchors)
                .reduce(AnchorSet.empty(), AnchorSet::plus);
    }

    public boolean hasSource(Source.Role role) {
        return resource.stream().flatMap(bundle -> bundle.sources().stream()).anyMatch(source -> source.role() == role);
    }
}
