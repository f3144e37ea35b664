package io.capstan.rotation;

import io.capstan.pki.Fingerprint;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes to the gates: something to decide. */
record Occasion(Truth truth, Circumstance circumstance, Fingerprint retire, Strategy strategy) {
    /** What a turn sees of it. */
    record Look(TrustState state, Phase phase, Intent intent, Policy policy) {
        Decision decide(Gates gates) {
            return Decider.decide(state, phase, intent, gates, policy);
        }

        Decision decide(Hindrances hindrances) {
            return decide(hindrances.gates(policy, state, intent));
        }
    }

    /** What it is in the eyes of the gates: phase, strategy, and what is decided without any. */
    List<Object> kind() {
        Look look = look();
        Decision free = look.decide(Gates.OPEN);
        return List.of(look.phase, strategy, free instanceof Decision.Act act ? kind(act.step()) : free.getClass());
    }

    private static Object kind(Step step) {
        return step instanceof Step.Restart restart ? restart.cause() : step.getClass();
    }

    boolean isAct() {
        return look().decide(Gates.OPEN) instanceof Decision.Act;
    }

    Look look(Hindrances hindrances) {
        return look(hindrances, hindrances.now(), Map.of());
    }

    /** At another time, and where people have written {@code more} on the anchor's Certificate. */
    Look look(Hindrances hindrances, Instant at, Map<String, String> more) {
        Intent intent = hindrances.noted(wanted());
        Map<String, String> annotations = new HashMap<>(hindrances.annotations(intent));
        annotations.putAll(more);
        return look(at, annotations, intent, hindrances.policy(circumstance));
    }

    private Look look() {
        return look(truth.when(), Map.of(), wanted(), circumstance.policy());
    }

    private Look look(Instant at, Map<String, String> annotations, Intent wanted, Policy policy) {
        Truth then = truth.at(at);
        Snapshot snapshot = circumstance
                .on(then.seen().anchor(a -> a.annotated(annotations)), at)
                .build();
        Intent intent = Intents.noted(snapshot, then.remembered(wanted));
        TrustState state = Decider.state(snapshot, intent, policy).orElseThrow();
        return new Look(state, Phase.of(state, intent), intent, policy);
    }

    private Intent wanted() {
        return circumstance.on(Intents.toRetire(retire, strategy));
    }
}
