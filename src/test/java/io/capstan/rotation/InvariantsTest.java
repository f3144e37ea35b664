package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.hostile.Forge;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What no step may break, also one that the decider would never take. */
class InvariantsTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Certificate OTHER = Pki.OTHER.certificate();
    private static final Instant RELOADED = Pki.NOW.plus(Duration.ofMinutes(5));

    private static Snapshots reloaded() {
        return Snapshots.renewed()
                .now(RELOADED.plusSeconds(600))
                .dataPlane(w -> w.loaded(RELOADED, OLD, NEW))
                .controlPlane(c -> c.createdAt(RELOADED));
    }

    private static Optional<String> violation(Step step, TrustState state) {
        return Invariants.violation(step, state, Strategy.SEAMLESS);
    }

    @Nested
    class TrustBeforeUse {
        private Step renewIssuer(TrustState state) {
            return new Step.RenewIssuer(state.snapshot().issuer());
        }

        private Step restart(String component, TrustState state) {
            Workload workload = state.snapshot()
                    .controlPlane()
                    .component(component)
                    .orElseThrow()
                    .workload();
            return new Step.Restart(List.of(workload), NEW.fingerprint().abbreviated(), Cause.LOAD_ANCHOR);
        }

        private Snapshots flipped(Snapshots cluster) {
            return cluster.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW));
        }

        @Test
        void keepsTheIssuerFromBeingRenewedWhileAProxyMayLackTheAnchor() {
            TrustState lacking = reloaded()
                    .workload("web", w -> w.loaded(Snapshots.MESHED, OLD))
                    .state();
            assertThat(violation(renewIssuer(lacking), lacking))
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("trust before use: Deployment emojivoto/web (pod ")
                            .endsWith(") is not certain to have loaded the anchor "
                                    + NEW.fingerprint().abbreviated()));
            TrustState loaded = reloaded().state();
            assertThat(violation(renewIssuer(loaded), loaded)).isEmpty();
        }

        @Test
        void isNotKeptByAnOrderThatBreaksIt() {
            TrustState lacking = Snapshots.renewed().state();
            for (Strategy strategy : List.of(Strategy.DOCUMENTED, Strategy.RECOVER)) {
                assertThat(Invariants.violation(renewIssuer(lacking), lacking, strategy))
                        .isEmpty();
            }
        }

        @Test
        void keepsIdentityFromBeingRestartedOnAnIssuerThatSomebodyElseMayNotTrust() {
            TrustState flipped = flipped(Snapshots.renewed().now(RELOADED)).state();
            assertThat(violation(restart("identity", flipped), flipped))
                    .hasValueSatisfying(why -> assertThat(why).startsWith("trust before use: "));
            assertThat(violation(restart("destination", flipped), flipped)).isEmpty();
            TrustState before = Snapshots.renewed().state();
            assertThat(violation(restart("identity", before), before)).isEmpty();
        }

        @Test
        void letsIdentityBeRestartedWhereOnlyItselfMayLackTheAnchor() {
            TrustState others = flipped(reloaded())
                    .identity(c -> c.createdAt(Snapshots.INSTALLED))
                    .state();
            assertThat(violation(restart("identity", others), others)).isEmpty();
        }

        @Test
        void letsIdentityBeRestartedWhereNoReplicaOfItCanServe() {
            TrustState stuck = flipped(Snapshots.renewed().now(RELOADED))
                    .identity(c -> c.noPods().pending(Snapshots.INSTALLED))
                    .state();
            assertThat(violation(restart("identity", stuck), stuck)).isEmpty();
        }
    }

    /** Its name constraints permit no name of the mesh: proxies would refuse every leaf that is issued under it. */
    @Nested
    class AnAnchorThatPermitsNoLeaf {
        private final Certificate bound = Forge.p256().permitting("example.org").selfSigned();
        private final TrustState state = Snapshots.steady()
                .anchor(a -> a.holds(bound))
                .bundle(b -> b.holds(OLD, bound))
                .state();

        @Test
        void isNotBroughtIntoUseInAnyOrder() {
            for (Strategy strategy : Strategy.values()) {
                assertThat(Invariants.violation(
                                new Step.RenewIssuer(state.snapshot().issuer()), state, strategy))
                        .hasValueSatisfying(why -> assertThat(why).contains("do not permit"));
            }
        }

        @Test
        void keepsNothingElseFromBeingRestarted() {
            Workload destination = state.snapshot()
                    .controlPlane()
                    .component("destination")
                    .orElseThrow()
                    .workload();
            Step restart =
                    new Step.Restart(List.of(destination), bound.fingerprint().abbreviated(), Cause.LOAD_ANCHOR);
            assertThat(Invariants.violation(restart, state, Strategy.SEAMLESS)).isEmpty();
        }
    }

    @Nested
    class UseBeforeDistrust {
        private Step put(TrustState state, Certificate... anchors) {
            return new Step.SetPrevious(state.snapshot().previous(), AnchorSet.of(anchors));
        }

        @Test
        void keepsAnAnchorInTheBundleThatMayStillBeInUse() {
            TrustState inUse = reloaded().state();
            assertThat(violation(put(inUse, NEW), inUse))
                    .contains("use before distrust: " + OLD.fingerprint().abbreviated() + " may still be in use");
            assertThat(violation(put(inUse, NEW, OLD), inUse)).isEmpty();
        }

        @Test
        void letsNothingLeaveTheSlotWhereItIsNotKnownWhatSignedTheIssuer() {
            TrustState unknown = Snapshots.steady()
                    .issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), OLD).noCaCrt())
                    .state();
            assertThat(violation(put(unknown, NEW), unknown))
                    .contains("use before distrust: it is not known which anchor the identity issuer chains to");
            assertThat(violation(put(unknown, OLD, OTHER), unknown)).isEmpty();
        }
    }
}
