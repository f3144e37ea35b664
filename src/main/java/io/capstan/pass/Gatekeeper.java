package io.capstan.pass;

import io.capstan.rotation.Gates;
import io.capstan.rotation.Intent;
import io.capstan.trust.TrustState;
import java.util.Optional;

/** Which gates there are for a rotation, as things stand. Asked once a turn. */
@FunctionalInterface
public interface Gatekeeper {
    /** @param intent of the rotation; empty where the issuer alone is renewed */
    Gates gates(TrustState state, Optional<Intent> intent);
}
