package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.List;
import java.util.Optional;

/** What there is to say about a cluster, for those who look at its objects: see docs/events.md. */
public final class Notices {
    private Notices() {}

    /**
     * What a check has to say, by the judgement of its rules. It goes on: each pass says it again for as long as it holds.
     *
     * @param checkup of {@code snapshot} by {@code policy}
     * @param underWay the rotation that somebody has asked for, if there is one
     */
    public static List<Notice> ofCheck(Checkup checkup, Snapshot snapshot, Policy policy, Optional<Intent> underWay) {
        return new CheckNotices(checkup, snapshot, policy, underWay).all();
    }

    /**
     * What has happened in one turn of a rotation, in the order of the rotation. Ask once its decision has been acted upon.
     * A phase that stands says nothing again, a hold or a refusal does.
     *
     * @param before the phase that the stored intent had seen last before this turn; empty in the first turn
     * @param intent with what this turn has seen noted in it
     * @param state of the snapshot that {@code decision} was made from
     */
    public static List<Notice> ofTurn(
            Optional<Phase> before, Phase phase, Decision decision, Intent intent, TrustState state, Policy policy) {
        return new TurnNotices(before, phase, decision, intent, state, policy).all();
    }

    /**
     * A rotation ought to begin.
     *
     * @param reason as a clause: {@code the trust anchor has less than 60d left}
     */
    public static Notice rotationDue(Snapshot snapshot, String reason) {
        return ofRotation(NoticeReason.ROTATION_DUE, snapshot, "a rotation of the trust anchor is due: " + reason);
    }

    /**
     * A rotation could go on, but for a closed gate.
     *
     * @param reason which, and until when
     */
    public static Notice rotationHeld(Snapshot snapshot, String reason) {
        return ofRotation(NoticeReason.ROTATION_HELD, snapshot, "the rotation of the trust anchor is held: " + reason);
    }

    /**
     * A rotation cannot begin or go on.
     *
     * @param reasons each with what to change
     */
    public static Notice rotationRefused(Snapshot snapshot, List<String> reasons) {
        return ofRotation(
                NoticeReason.ROTATION_REFUSED,
                snapshot,
                "the rotation of the trust anchor is refused: " + String.join("; also, ", reasons));
    }

    /** What is about a rotation as a whole stands beside the trust anchor. */
    static Notice ofRotation(NoticeReason reason, Snapshot snapshot, String note) {
        return new Notice(reason, Regarding.of(snapshot.anchor()), note);
    }
}
