package io.capstan.trust;

/**
 * A running program that verifies peers, or such programs of one workload that hold the same: a proxy, or an identity
 * replica.
 *
 * @param owner the workload that it belongs to
 * @param example the pod's name, one of {@code count}
 * @param terminating whether it is on its way out; it counts until it is gone
 */
public record Verifier(ObjectRef owner, String example, int count, boolean terminating, Loaded loaded) {}
