package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.TrustState;

/** The states in which mTLS is failing or about to, in words that a person can act on. */
final class HardState {
    private HardState() {}

    static String endangered(TrustState state) {
        if (state.signer().isEmpty()) {
            return state.snapshot().issuer().secretRef()
                    + " was signed by none of the anchors that are known here; find the anchor that signed it and add it to "
                    + state.snapshot().previous().ref() + ", beside what is there";
        }
        AnchorSet lost = state.inUse().minus(state.wanted());
        return "endangered: " + (lost.isEmpty() ? "an anchor" : lost.toString())
                + " may be in use but is in neither source of "
                + state.snapshot().bundle().ref() + "; add it to "
                + state.snapshot().previous().ref() + ", beside what is there, before anything restarts";
    }

    static String broken(TrustState state) {
        AnchorSet running = state.issuersInUse().plus(state.leaves());
        return state.verifiers().stream()
                .filter(verifier -> running.stream().anyMatch(verifier.loaded()::lacks))
                .findFirst()
                .map(verifier -> "broken: " + verifier.owner() + " (pod " + verifier.example() + ") lacks one of "
                        + running + ", which are in use: handshakes with it fail; restart it now (the bundle holds "
                        + state.bundle() + "), then rotate again")
                .orElseThrow();
    }
}
