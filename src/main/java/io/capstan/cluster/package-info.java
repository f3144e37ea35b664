/**
 * The only code that talks to the API server: {@link io.capstan.cluster.Observer} reads a Snapshot, the others write one
 * thing each. Every answer is read as a JSON tree, so that nothing here needs reflection, and what is unknown to us is
 * carried through a write unchanged.
 */
@NullMarked
package io.capstan.cluster;

import org.jspecify.annotations.NullMarked;
