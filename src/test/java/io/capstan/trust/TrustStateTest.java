package io.capstan.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustStateTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Margins MARGINS = new Margins(Duration.ofMinutes(2), Duration.ofSeconds(30));
    private static final Instant SWITCHED = Pki.RENEWED.plus(Duration.ofHours(1));
    private static final Instant SEEN = MARGINS.seenBy(SWITCHED);

    private static Snapshots switched() {
        return Snapshots.renewed()
                .now(SEEN.plus(Duration.ofMinutes(10)))
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW).changedAt(SWITCHED));
    }

    private static TrustState withIdentity(Instant createdAt) {
        return switched().identity(c -> c.createdAt(createdAt)).state();
    }

    @Test
    void aControlPlanePodIsKnownToHaveTheBundleOnlyPastTheMargins() {
        Instant spread = MARGINS.seenBy(Pki.RENEWED);
        assertThat(loadedByDestination(spread))
                .isEqualTo(new Loaded.Exactly(AnchorSet.of(OLD, NEW), Loaded.Grade.INFERRED));
        assertThat(loadedByDestination(spread.minusSeconds(1))).isInstanceOf(Loaded.Unknown.class);
    }

    private static Loaded loadedByDestination(Instant createdAt) {
        TrustState state =
                switched().component("destination", c -> c.createdAt(createdAt)).state();
        return state.loaded(state.snapshot()
                .controlPlane()
                .component("destination")
                .orElseThrow()
                .pods()
                .get(0));
    }

    @Test
    void whoStartedBeforeTheAnchorWasMadeLacksIt() {
        assertThat(new Loaded.Unknown(NEW.notBefore().minusSeconds(1)).lacks(NEW))
                .isTrue();
        assertThat(new Loaded.Unknown(NEW.notBefore()).lacks(NEW)).isFalse();
        assertThat(new Loaded.Unknown(NEW.notBefore()).has(NEW)).isFalse();
    }

    @Test
    void anIdentityReplicaWithoutTheAnchorSkipsAnIssuerUnderIt() {
        assertThat(withIdentity(Snapshots.INSTALLED).issuersInUse()).isEqualTo(AnchorSet.of(OLD));
    }

    @Test
    void anIdentityReplicaOlderThanTheIssuerMayUseEither() {
        assertThat(withIdentity(SWITCHED).issuersInUse()).isEqualTo(AnchorSet.of(OLD, NEW));
    }

    @Test
    void anIdentityReplicaYoungerThanTheIssuerUsesIt() {
        TrustState state = withIdentity(SEEN);
        assertThat(state.issuersInUse()).isEqualTo(AnchorSet.of(NEW));
        assertThat(state.converged()).contains(SEEN);
        assertThat(state.inUse()).isEqualTo(AnchorSet.of(OLD, NEW));
    }

    @Test
    void oneReplicaThatIsNotProvedIsEnoughToDoubt() {
        assertThat(switched().identity(c -> c.createdAt(SEEN, SWITCHED)).state().converged())
                .isEmpty();
    }

    @Test
    void aWorkloadThatWasGivenUpIsNoVerifier() {
        ObjectRef web = new ObjectRef("Deployment", "emojivoto", "web");
        TrustState state = TrustState.of(switched().build(), MARGINS, Set.of(web), Optional.empty())
                .orElseThrow();
        assertThat(state.verifiers()).extracting(Verifier::owner).isNotEmpty().doesNotContain(web);
    }

    @Test
    void anAnchorIssuedAgainWithItsKeyIsNoNewAnchor() {
        TrustState state = Snapshots.steady()
                .anchor(a -> a.holds(Pki.OLD_REISSUED.certificate()))
                .state();
        assertThat(state.isIssuerUnderAnchor()).isTrue();
        assertThat(state.withoutAnchor()).isEmpty();
        assertThat(state.isUnfinished()).isFalse();
    }
}
