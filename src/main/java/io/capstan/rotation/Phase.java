package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Where a rotation stands. Never stored: it is the first row of this table that matches what is there, so whoever moved the
 * cluster there (Capstan, a person with kubectl, cert-manager by itself), the next turn goes on from it.
 *
 * <p>A is the current anchor, P the previous slot, B the bundle, U every anchor in use; see {@link TrustState}.
 */
public enum Phase {
    /** cert-manager is issuing the anchor or the issuer: what is read now may be half of it. */
    RENEWING((state, purge) ->
            state.snapshot().anchor().isRenewing() || state.snapshot().issuer().isRenewing()),

    /** U ⊄ {A} ∪ P: something in use chains to an anchor that the sources of the bundle have lost. */
    ENDANGERED((state, purge) -> !state.isUseKnown() || !state.lost().isEmpty()),

    /** B ≠ {A} ∪ P: trust-manager has yet to write the bundle. */
    SPREADING((state, purge) -> !state.isBundleSpread()),

    /** A verifier lacks an anchor that is in use: handshakes fail now. */
    BROKEN((state, purge) -> anyVerifier(state, verifier -> state.refusesPeers(verifier.loaded()))),

    /** A verifier is not certain to have loaded A; see {@link TrustState#withoutAnchor}. */
    DISTRIBUTING((state, purge) -> !state.withoutAnchor().isEmpty()),

    /** The issuer, in the Secret or in use by a replica of identity, is not certain to be under A. */
    SWITCHING((state, purge) -> !state.isIssuerUnderAnchor() || !onlyAnchor(state, state.issuersInUse())),

    /** A leaf may not be under A. */
    CONVERGING((state, purge) -> !onlyAnchor(state, state.leaves())),

    /** U = {A} and P ≠ {A}: nothing needs the old anchor. */
    RETIRING((state, purge) -> !state.previous().equals(AnchorSet.of(state.anchor()))),

    /** A running proxy may trust more than the bundle holds, and the intent says that none shall. */
    PURGING((state, purge) -> purge
            && anyVerifier(
                    state,
                    verifier -> verifier.loaded()
                            .mayExceed(state.snapshot().bundle().anchors()))),

    /** The rest: one anchor, used and trusted by all. */
    STEADY((state, purge) -> true);

    private final BiPredicate<TrustState, Boolean> row;

    Phase(BiPredicate<TrustState, Boolean> row) {
        this.row = row;
    }

    /** As it stands for {@code intent}: there is nothing to purge before the anchor that it retires was replaced. */
    public static Phase of(TrustState state, Intent intent) {
        return of(state, intent.purge() && !state.anchor().fingerprint().equals(intent.retire()));
    }

    /** @param purge whether no running proxy may trust more than the bundle holds */
    public static Phase of(TrustState state, boolean purge) {
        for (Phase phase : values()) {
            if (phase.row.test(state, purge)) {
                return phase;
            }
        }
        throw new IllegalStateException("the last row matches everything");
    }

    /** As people write it: {@code distributing}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean anyVerifier(TrustState state, Predicate<Verifier> condition) {
        return state.verifiers().stream().anyMatch(condition);
    }

    private static boolean onlyAnchor(TrustState state, AnchorSet anchors) {
        return AnchorSet.of(state.anchor()).trustsAll(anchors);
    }
}
