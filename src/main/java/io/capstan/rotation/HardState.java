package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Listing;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import java.util.List;

/** The states in which mTLS is failing or about to, in words that a person can act on. */
public final class HardState {
    private static final int NAMED = 3;

    private HardState() {}

    /** Why what is lost has to come back, as a clause. */
    static String endangered(TrustState state) {
        return state.lost() + " may be in use and is in neither source of "
                + state.snapshot().bundle().ref();
    }

    /** What a person must do where no trace of the anchor in use is left. */
    public static String unknown(TrustState state) {
        String what = state.signer().isEmpty()
                ? state.snapshot().issuer().secretRef() + " was signed by"
                : "a replica of identity uses an issuer under";
        return "endangered: " + what + " none of the anchors that are known here; find the anchor that signed it"
                + " (a backup, the anchor of another cluster that shares it) and add it to "
                + state.snapshot().previous().ref() + ", beside what is there, before anything restarts; if every proxy"
                + " has loaded " + state.anchor().fingerprint().abbreviated()
                + " already, renew the issuer instead: "
                + Advice.renew(state.snapshot().issuer().ref());
    }

    /** Why nothing may be issued under an anchor that leaves out {@code name}, and what to change. */
    static String unfit(TrustState state, String name) {
        return "the name constraints of " + state.anchor().fingerprint().abbreviated() + " in "
                + state.snapshot().anchor().secretRef() + " " + leavingOut(name) + "; "
                + Advice.permitTrustDomain(state.snapshot().anchor().ref());
    }

    /** What is wrong with name constraints that leave out {@code name}, as what follows them in a sentence. */
    public static String leavingOut(String name) {
        return "do not permit " + name + ": proxies refuse every leaf under it";
    }

    /**
     * Whether identity is restarted before all others: nobody gets a leaf from it, and somebody is yet to be restarted. A
     * strategy with an order of its own restarts it among them.
     */
    public static boolean putsIdentityFirst(TrustState state, Strategy strategy) {
        return state.isIdentityStuck()
                && !strategy.hasOwnOrder(state)
                && state.verifiers().stream()
                        .map(Verifier::loaded)
                        .anyMatch(loaded -> state.needsAnchor(loaded) || state.refusesPeers(loaded));
    }

    /** That nobody gets a leaf from identity, as a clause. */
    public static String stuck(TrustState state) {
        return "no replica of "
                + state.snapshot()
                        .controlPlane()
                        .identity()
                        .orElseThrow()
                        .workload()
                        .ref()
                + " is ready, so that no proxy gets a leaf, and its pods are older than what the bundle holds";
    }

    /** Who refuses whom now, as a clause. */
    public static String broken(TrustState state) {
        List<Verifier> refusing = state.verifiers().stream()
                .filter(verifier -> state.refusesPeers(verifier.loaded()))
                .toList();
        List<String> named = refusing.stream()
                .map(verifier -> verifier.owner().toString())
                .distinct()
                .toList();
        AnchorSet lacking = AnchorSet.of(state.met().stream()
                .filter(anchor ->
                        refusing.stream().anyMatch(verifier -> verifier.loaded().lacks(anchor)))
                .toList());
        return "handshakes fail now: pods of " + Listing.of(named, NAMED) + " (such as "
                + refusing.get(0).example() + ") do not trust " + lacking + ", which may be in use";
    }
}
