package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import java.util.function.Predicate;

/**
 * What Capstan has seen of anchors, and the cluster may show no more.
 *
 * @param seenAsAnchor whether a certificate was the anchor before
 * @param lost what was in use and in no source of the bundle
 */
public record Memory(Predicate<Certificate> seenAsAnchor, AnchorSet lost) {
    public static final Memory NONE = new Memory(certificate -> false, AnchorSet.empty());

    boolean has(Certificate certificate) {
        return seenAsAnchor.test(certificate) || lost.contains(certificate.fingerprint());
    }
}
