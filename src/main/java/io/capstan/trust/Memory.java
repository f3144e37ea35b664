package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import java.util.function.Predicate;

/**
 * What Capstan has seen of anchors, and the cluster may show no more.
 *
 * @param seenAsAnchor whether a certificate was the anchor before
 * @param used what was the anchor before, or was lost, and may be in use yet
 */
public record Memory(Predicate<Certificate> seenAsAnchor, AnchorSet used) {
    public static final Memory NONE = new Memory(certificate -> false, AnchorSet.empty());

    boolean has(Certificate certificate) {
        return seenAsAnchor.test(certificate) || used.contains(certificate.fingerprint());
    }
}
