package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.pki.Fingerprint;
import io.capstan.rotation.Truth.Member;
import io.capstan.trust.Snapshot;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Abstract states of a cluster in the middle of anything, spread evenly over all that are possible: the decision is held against what is true there, which the
 * decider cannot see and can only conclude from evidence.
 */
class EnumerationTest {
    /** A prime, so that every value of everything that may differ comes up; all of them together take minutes. */
    private static final int EVERY = 199;

    /** While the bundle is not written, nothing else matters but that nothing is done. */
    private static final int EVERY_UNSPREAD = 4999;

    private static final Gates CLOSED =
            Gates.of(step -> Optional.of(new Decision.Hold(Gate.Kind.LOCK, "the lock is taken", Optional.empty())));

    private final Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    private final EnumSet<Acted> acted = EnumSet.noneOf(Acted.class);
    private int truths;
    private int states;

    /** What was done at least once, so that no assertion here is about nothing. */
    private enum Acted {
        RENEWED_ANCHOR,
        RENEWED_ISSUER,
        RESTARTED_WORKLOADS,
        RESTARTED_IDENTITY,
        SET_PREVIOUS,
        KEPT_MORE
    }

    @Test
    void noDecisionBreaksTrustWhateverTheTruthIs() {
        Truths.all().forEach(truth -> {
            if (truths++ % (truth.isSpread() ? EVERY : EVERY_UNSPREAD) == 0) {
                check(truth);
            }
        });
        System.Logger log = System.getLogger(EnumerationTest.class.getName());
        log.log(System.Logger.Level.INFO, "{0} states of {1} truths; by phase {2}", states, truths, phases);
        assertThat(acted).containsExactlyInAnyOrder(Acted.values());
        assertThat(phases.keySet())
                .contains(
                        Phase.ENDANGERED,
                        Phase.SPREADING,
                        Phase.BROKEN,
                        Phase.DISTRIBUTING,
                        Phase.SWITCHING,
                        Phase.CONVERGING,
                        Phase.RETIRING,
                        Phase.STEADY);
    }

    private void check(Truth truth) {
        Snapshot snapshot = truth.snapshot();
        for (Fingerprint retire : List.of(
                Truth.OLD.fingerprint(),
                snapshot.anchor().certificate().orElseThrow().fingerprint())) {
            for (Strategy strategy : Strategy.values()) {
                Intent intent = truth.remembered(Intents.toRetire(retire, strategy));
                Decision open = decide(truth, snapshot, intent, Gates.OPEN);
                if (open instanceof Decision.Act act) {
                    check(truth, strategy, act.step());
                    assertThat(decide(truth, snapshot, intent, CLOSED)).isInstanceOf(Decision.Hold.class);
                }
            }
        }
    }

    private Decision decide(Truth truth, Snapshot snapshot, Intent wanted, Gates gates) {
        Intent intent = Intents.noted(snapshot, wanted);
        states++;
        try {
            Decision decision = Decider.decide(snapshot, intent, gates, Policy.DEFAULT);
            assertThat(saysWhy(decision)).as(() -> truth + ": " + decision).isTrue();
            if (gates == Gates.OPEN) {
                phases.merge(
                        Phase.of(Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow(), false),
                        1,
                        Integer::sum);
            }
            return decision;
        } catch (RuntimeException e) {
            throw new AssertionError(truth + " " + intent.strategy(), e);
        }
    }

    private static boolean saysWhy(Decision decision) {
        if (decision instanceof Decision.Wait wait) {
            return !wait.reason().isBlank();
        }
        if (decision instanceof Decision.Hold hold) {
            return !hold.reason().isBlank();
        }
        if (decision instanceof Decision.Refuse refuse) {
            return !refuse.reasons().isEmpty() && refuse.reasons().stream().noneMatch(String::isBlank);
        }
        return decision instanceof Decision.Done
                || (decision instanceof Decision.Act act && !act.why().isBlank());
    }

    private void check(Truth truth, Strategy strategy, Step step) {
        if (step instanceof Step.SetPrevious set) {
            if (set.anchors().contains(Truth.OLD.fingerprint())) {
                acted.add(Acted.KEPT_MORE);
                assertThat(set.isAddition()).as("drops nothing: %s", truth).isTrue();
                return;
            }
            acted.add(Acted.SET_PREVIOUS);
            assertThat(set.anchors().contains(Truth.NEW.fingerprint()))
                    .as("keeps the anchor: %s", truth)
                    .isTrue();
            assertThat(truth.usesOld()).as("use before distrust: %s", truth).isFalse();
        } else if (step instanceof Step.RenewAnchor) {
            acted.add(Acted.RENEWED_ANCHOR);
            assertThat(truth.previous().contains(Member.NEW))
                    .as("the previous slot holds the anchor that is renewed: %s", truth)
                    .isTrue();
        } else if (step instanceof Step.RenewIssuer) {
            acted.add(Acted.RENEWED_ISSUER);
            trustBeforeUse(truth, strategy);
        } else if (step instanceof Step.Restart restart) {
            checkRestart(truth, strategy, restart);
        }
    }

    private void checkRestart(Truth truth, Strategy strategy, Step.Restart restart) {
        assertThat(restart.workloads()).isNotEmpty();
        boolean ofIdentity =
                restart.workloads().stream().anyMatch(w -> w.ref().name().equals("linkerd-identity"));
        acted.add(ofIdentity ? Acted.RESTARTED_IDENTITY : Acted.RESTARTED_WORKLOADS);
        if (ofIdentity && truth.isIssuerUnderNew()) {
            trustBeforeUse(truth, strategy);
        }
    }

    private static void trustBeforeUse(Truth truth, Strategy strategy) {
        if (strategy.guardsTrust()) {
            assertThat(truth.allOutsideIdentityTrustNew())
                    .as("trust before use, %s: %s", strategy, truth)
                    .isTrue();
        }
    }
}
