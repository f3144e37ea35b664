package io.capstan.trust;

import java.time.Instant;

/**
 * Pods of one workload that hold the same anchors.
 *
 * @param loaded as it was observed, without the margin for clocks that differ: see {@link TrustState#loaded(PodGroup)}
 * @param terminating whether they are being deleted; they count as verifiers until they are gone, but need no restart
 * @param oldest creation of the oldest of them
 * @param example the name of one of them
 */
public record PodGroup(Loaded loaded, boolean terminating, int count, Instant oldest, String example) {}
