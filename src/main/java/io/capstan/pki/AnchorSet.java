package io.capstan.pki;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An immutable set of trust anchors. Equality and {@link #containsAll} go by DER, for comparing contents; {@link #trusts}
 * goes by what a verifier looks at, for asking who trusts whom.
 */
public final class AnchorSet implements Iterable<Certificate> {
    private static final int NAMED = 8;
    private static final AnchorSet EMPTY = new AnchorSet(new TreeMap<>());

    /** Sorted by fingerprint, as trust-manager writes a bundle. */
    private final SortedMap<Fingerprint, Certificate> byFingerprint;

    private AnchorSet(SortedMap<Fingerprint, Certificate> byFingerprint) {
        this.byFingerprint = byFingerprint;
    }

    public static AnchorSet empty() {
        return EMPTY;
    }

    public static AnchorSet of(Certificate... anchors) {
        return of(List.of(anchors));
    }

    public static AnchorSet of(Collection<Certificate> anchors) {
        SortedMap<Fingerprint, Certificate> sorted = new TreeMap<>();
        anchors.forEach(anchor -> sorted.put(anchor.fingerprint(), anchor));
        return new AnchorSet(sorted);
    }

    public AnchorSet plus(AnchorSet others) {
        SortedMap<Fingerprint, Certificate> union = new TreeMap<>(byFingerprint);
        union.putAll(others.byFingerprint);
        return new AnchorSet(union);
    }

    public AnchorSet plus(Certificate anchor) {
        return plus(of(anchor));
    }

    public AnchorSet minus(AnchorSet others) {
        SortedMap<Fingerprint, Certificate> rest = new TreeMap<>(byFingerprint);
        rest.keySet().removeAll(others.byFingerprint.keySet());
        return new AnchorSet(rest);
    }

    /** What is left without {@code anchor} and without its re-issues under the same key. */
    public AnchorSet without(Certificate anchor) {
        return of(stream().filter(other -> !other.isSameAnchorAs(anchor)).toList());
    }

    /** Whether every certificate of {@code others} is in here, byte for byte. */
    public boolean containsAll(AnchorSet others) {
        return byFingerprint.keySet().containsAll(others.byFingerprint.keySet());
    }

    public boolean contains(Fingerprint fingerprint) {
        return byFingerprint.containsKey(fingerprint);
    }

    /** Whether a verifier with these anchors trusts {@code anchor}. */
    public boolean trusts(Certificate anchor) {
        return contains(anchor.fingerprint()) || stream().anyMatch(anchor::isSameAnchorAs);
    }

    public boolean trustsAll(AnchorSet anchors) {
        return anchors.stream().allMatch(this::trusts);
    }

    /** The anchor that signed {@code certificate}, if it is in here. */
    public Optional<Certificate> signerOf(Certificate certificate) {
        // the one whose key it names comes first: of many anchors of one name, each signature would be verified
        Optional<String> key = certificate.authorityKeyId();
        Stream<Certificate> named = stream()
                .filter(anchor -> key.isPresent() && anchor.subjectKeyId().equals(key));
        return Stream.concat(named, stream()).filter(certificate::isSignedBy).findFirst();
    }

    public boolean isEmpty() {
        return byFingerprint.isEmpty();
    }

    public Stream<Certificate> stream() {
        return byFingerprint.values().stream();
    }

    @Override
    public Iterator<Certificate> iterator() {
        return stream().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnchorSet that && byFingerprint.keySet().equals(that.byFingerprint.keySet());
    }

    @Override
    public int hashCode() {
        return byFingerprint.keySet().hashCode();
    }

    /** Abbreviated fingerprints, as {@code 3f9a12bc44d0, 77aa01c2fe31}, the first few of many; or {@code none}. */
    @Override
    public String toString() {
        return isEmpty()
                ? "none"
                : Listing.of(
                        stream()
                                .map(anchor -> anchor.fingerprint().abbreviated())
                                .toList(),
                        NAMED);
    }
}
