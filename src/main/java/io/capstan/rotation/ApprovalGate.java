package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import java.util.Optional;

/** Closed for every step until a person has approved this rotation. */
public record ApprovalGate(Snapshot snapshot, Intent intent) implements Gate {
    @Override
    public Optional<Decision.Hold> holds(Step step) {
        if (isApproved()) {
            return Optional.empty();
        }
        return Optional.of(new Decision.Hold(
                Kind.APPROVAL,
                "the rotation that retires " + intent.retire().abbreviated()
                        + " waits for approval: kubectl annotate -n "
                        + snapshot.anchor().ref().namespace() + " certificates.cert-manager.io "
                        + snapshot.anchor().ref().name() + " --overwrite capstan.io/approve="
                        + intent.retire().abbreviated(),
                Optional.empty()));
    }

    /** Once it is noted in the intent, taking the annotation away changes nothing. */
    public boolean isApproved() {
        return intent.approvedAt().isPresent()
                || snapshot.instructions().approves(intent.retire().hex());
    }
}
