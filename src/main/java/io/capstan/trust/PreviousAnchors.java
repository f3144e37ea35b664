package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import java.util.Optional;

/**
 * The previous slot: the Secret or ConfigMap beside the anchor in the Bundle's sources that keeps the anchors before this
 * one trusted.
 *
 * @param ref kind Secret or ConfigMap
 * @param key the entry that the Bundle reads
 * @param type of a Secret; empty for a ConfigMap
 * @param content empty if the object or the entry does not exist
 * @param hasPrivateKey whether it keeps a non-empty {@code tls.key}, which nothing reads
 * @param uid empty if the object does not exist
 * @param resourceVersion the condition of a conditional write; empty if the object does not exist
 */
public record PreviousAnchors(
        ObjectRef ref,
        String key,
        String type,
        Optional<PemBundle> content,
        boolean hasPrivateKey,
        String uid,
        String resourceVersion) {

    public AnchorSet anchors() {
        return content.map(PemBundle::anchors).orElse(AnchorSet.empty());
    }

    public boolean exists() {
        return !resourceVersion.isEmpty();
    }
}
