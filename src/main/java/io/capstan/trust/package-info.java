/**
 * What the cluster's trust looks like at one moment: the {@link io.capstan.trust.Snapshot}, and what follows from it about
 * who trusts whom. Pure values; nothing in here talks to a cluster or reads a clock.
 */
@NullMarked
package io.capstan.trust;

import org.jspecify.annotations.NullMarked;
