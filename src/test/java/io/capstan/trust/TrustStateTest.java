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
    private static final Certificate OTHER = Pki.OTHER.certificate();
    private static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
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
    void howFarClocksMayDifferCountsForTheDataPlaneToo() {
        Snapshots cluster = Snapshots.renewed()
                .workload("web", w -> w.unknown(NEW.notBefore().minusSeconds(60)));
        assertThat(isWebCertainToLackTheNewAnchor(cluster, MARGINS)).isTrue();
        assertThat(isWebCertainToLackTheNewAnchor(cluster, new Margins(MARGINS.volumeLag(), Duration.ofMinutes(5))))
                .isFalse();
    }

    private static boolean isWebCertainToLackTheNewAnchor(Snapshots cluster, Margins margins) {
        return TrustState.of(cluster.build(), margins, Set.of(), Optional.empty()).orElseThrow().verifiers().stream()
                .filter(verifier -> verifier.owner().name().equals("web"))
                .allMatch(verifier -> verifier.loaded().lacks(NEW));
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

    /** cert-manager has renewed it since, so that a replica may be older than what the Secret holds. */
    @Test
    void onceEveryReplicaWasProvedAnIssuerUnderTheAnchorIsTheOneThatIsUsed() {
        Snapshots cluster = switched().identity(c -> c.createdAt(SWITCHED));
        assertThat(state(cluster, Set.of(), Memory.NONE, Optional.of(SWITCHED)).issuersInUse())
                .isEqualTo(AnchorSet.of(NEW));
    }

    @Test
    void anIdentityReplicaThatSkippedTheIssuerUsesAnEarlierOneOfWhichThereMayBeATraceLeft() {
        Snapshots retired = switched().previous(NEW).bundle(b -> b.holds(NEW));
        assertThat(retired.state().issuersInUse()).isEqualTo(AnchorSet.empty());
        assertThat(retired.state().isUseKnown()).isFalse();

        TrustState traced = retired.anchor(a -> a.history(OLD, NEW)).state();
        assertThat(traced.issuersInUse()).isEqualTo(AnchorSet.of(OLD));
        assertThat(traced.isUseKnown()).isTrue();
    }

    /** It lacks the anchor, and has no reason to skip an issuer that is not under it. */
    @Test
    void anIdentityReplicaMayUseAnIssuerUnderAnAnchorThatIsKeptNowhere() {
        assertThat(Snapshots.renewed()
                        .issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), OTHER))
                        .state()
                        .issuersInUse())
                .isEqualTo(AnchorSet.of(OLD, OTHER));
    }

    @Test
    void anIssuerBeforeMayBeUnderWhatThePreviousSlotHoldsOrHeldAndNothingElseOfTheBundle() {
        Certificate corporate =
                Pki.anchor("corporate", Pki.SET_UP.plus(Duration.ofDays(1))).certificate();
        Snapshots cluster = switched()
                .identity(c -> c.createdAt(SWITCHED))
                .bundle(b -> b.alsoFrom("corporate", corporate).holds(OLD, NEW, OTHER, corporate));
        assertThat(cluster.state().issuersInUse()).isEqualTo(AnchorSet.of(OLD, NEW));

        assertThat(cluster.noPrevious().state().issuersInUse()).isEqualTo(AnchorSet.of(OLD, NEW, OTHER));
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
        TrustState state = state(switched(), Set.of(WEB), Memory.NONE, Optional.empty());
        assertThat(state.verifiers()).extracting(Verifier::owner).isNotEmpty().doesNotContain(WEB);
    }

    @Test
    void leavesOfAWorkloadThatWasGivenUpCountNoLonger() {
        Snapshots cluster = renewedLeaves().workload("web", w -> w.loaded(Snapshots.MESHED, OLD));
        assertThat(cluster.state().leaves()).isEqualTo(AnchorSet.of(OLD, NEW));
        assertThat(state(cluster, Set.of(WEB), Memory.NONE, Optional.empty()).leaves())
                .isEqualTo(AnchorSet.of(NEW));
    }

    @Test
    void whatWasRetiredTooEarlyCountsForWhoeverHasLoadedItWhereItIsRemembered() {
        Memory memory = new Memory(OLD::equals, AnchorSet.empty());
        Snapshots cluster = renewedLeaves()
                .previous(NEW)
                .bundle(b -> b.holds(NEW))
                .anchor(a -> a.history(OLD, NEW))
                .dataPlane(w -> w.loaded(SWITCHED, NEW))
                .workload("web", w -> w.loaded(SWITCHED, OLD, NEW));
        assertThat(state(cluster, Set.of(), memory, Optional.empty()).leaves()).isEqualTo(AnchorSet.of(OLD, NEW));
        assertThat(state(cluster, Set.of(WEB), memory, Optional.empty()).leaves())
                .isEqualTo(AnchorSet.of(NEW));
        assertThat(state(cluster, Set.of(), Memory.NONE, Optional.empty()).leaves())
                .isEqualTo(AnchorSet.of(NEW));
    }

    /** Everybody has both anchors, and a leaf of the replica that was proved. */
    private static Snapshots renewedLeaves() {
        Instant after = SEEN.plus(Duration.ofMinutes(1));
        return switched()
                .controlPlane(c -> c.createdAt(after))
                .identity(c -> c.createdAt(SEEN))
                .dataPlane(w -> w.loaded(after, OLD, NEW));
    }

    @Test
    void anIdentityWhoseOnlyReadyReplicaIsBeingDeletedIsStuckWithTheOthers() {
        Instant before = Snapshots.INSTALLED;
        Snapshots cluster =
                Snapshots.renewed().identity(c -> c.noPods().pending(before).terminating(before));
        assertThat(cluster.state().isIdentityStuck()).isTrue();
        assertThat(cluster.identity(c -> c.pod(before)).state().isIdentityStuck())
                .isFalse();
    }

    private static TrustState state(
            Snapshots cluster, Set<ObjectRef> left, Memory memory, Optional<Instant> convergedSince) {
        return TrustState.of(cluster.build(), MARGINS, left, convergedSince, memory)
                .orElseThrow();
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
