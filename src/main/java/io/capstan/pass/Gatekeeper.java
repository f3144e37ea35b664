package io.capstan.pass;

import io.capstan.rotation.Gates;
import io.capstan.rotation.Intent;
import io.capstan.trust.TrustState;

/** Which gates there are for a rotation, as things stand. Asked once a turn. */
@FunctionalInterface
public interface Gatekeeper {
    Gates gates(TrustState state, Intent intent);
}
