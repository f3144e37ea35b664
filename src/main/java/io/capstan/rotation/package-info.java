/**
 * The rotation as a pure function: from a {@link io.capstan.trust.Snapshot} and an {@link io.capstan.rotation.Intent} to
 * the one next thing to do. Start reading at {@link io.capstan.rotation.Phase} and {@link io.capstan.rotation.Decider}.
 */
@NullMarked
package io.capstan.rotation;

import org.jspecify.annotations.NullMarked;
