package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.Role;
import io.capstan.rotation.Journal.Seen;
import io.capstan.rotation.Journal.SeenCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LogbookTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Intent INTENT = Intents.toRetire(OLD.fingerprint(), Strategy.SEAMLESS);
    private static final Instant BEGUN = Pki.NOW.plus(Duration.ofMinutes(5));
    private static final Instant LATER = BEGUN.plus(Duration.ofMinutes(2));

    private static TrustState state(Snapshots cluster) {
        return Decider.state(cluster.build(), INTENT, Policy.DEFAULT).orElseThrow();
    }

    private static Intent seen(Intent intent, Snapshots cluster) {
        TrustState state = state(cluster);
        return Logbook.seen(intent, state, Phase.of(state, false));
    }

    private static Step.Restart restart(Cause cause, Stream<Workload> workloads) {
        return new Step.Restart(workloads.toList(), NEW.fingerprint().abbreviated(), cause);
    }

    private static Workload workload(Snapshot snapshot, String name) {
        return snapshot.workloads()
                .filter(workload -> workload.ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Intent restarting(Intent intent, Snapshots cluster, Cause cause, String name) {
        TrustState state = state(cluster);
        return Logbook.before(intent, restart(cause, Stream.of(workload(state.snapshot(), name))), state);
    }

    /** Both anchors are in every volume, nothing has restarted. */
    private static Snapshots spread() {
        return Snapshots.renewed().now(BEGUN);
    }

    private static Snapshots webRestartedAt(Instant instant) {
        return spread().now(LATER).workload("web", w -> w.restartedAt(instant));
    }

    @Nested
    class Restarts {
        private final Intent begun = restarting(INTENT, spread().now(BEGUN.plusMillis(5)), Cause.LOAD_ANCHOR, "web");

        private Restarted only(Intent intent) {
            assertThat(intent.journal().restarts()).hasSize(1);
            return intent.journal().restarts().get(0);
        }

        @Test
        void areNotedToTheSecondAsThePodTemplateWillHaveThem() {
            assertThat(only(begun))
                    .isEqualTo(new Restarted(
                            new ObjectRef("Deployment", "emojivoto", "web"),
                            Cause.LOAD_ANCHOR,
                            BEGUN,
                            Optional.empty()));
        }

        @Test
        void thatWereNotedButNotDoneAreNotCountedTwice() {
            Intent again = restarting(begun, spread().now(LATER), Cause.LOAD_ANCHOR, "web");
            assertThat(only(again).at()).isEqualTo(LATER);
        }

        @Test
        void areCompletedByTheirOwnRollout() {
            Intent after = seen(begun, webRestartedAt(BEGUN));
            assertThat(only(after).completed()).contains(LATER);
            assertThat(only(after).took()).contains(Duration.ofMinutes(2));
        }

        @Test
        void areNotCompletedByTheRestartOfSomebodyElse() {
            assertThat(only(seen(begun, webRestartedAt(BEGUN.plusSeconds(1)))).completed())
                    .isEmpty();
            assertThat(only(seen(begun, spread().now(LATER))).completed()).isEmpty();
        }

        @Test
        void areNotCompletedWhileTheRolloutGoesOn() {
            Snapshots rolling =
                    webRestartedAt(BEGUN).workload("web", w -> w.rollout(new Rollout.InFlight("1 of 3 are ready")));
            assertThat(only(seen(begun, rolling)).completed()).isEmpty();
        }

        @Test
        void ofAWorkloadThatIsGoneStayOpen() {
            assertThat(only(seen(begun, spread().noWorkloads())).completed()).isEmpty();
        }

        @Test
        void areCompletedOnceAndForAll() {
            Intent done = seen(begun, webRestartedAt(BEGUN));
            assertThat(only(seen(done, webRestartedAt(BEGUN).now(LATER.plusSeconds(60)))))
                    .isEqualTo(only(done));
        }

        @Test
        void ofTheControlPlaneAreCompletedToo() {
            Intent noted = restarting(INTENT, spread(), Cause.LOAD_ANCHOR, "linkerd-identity");
            assertThat(only(seen(noted, spread().now(LATER).identity(c -> c.restartedAt(BEGUN))))
                            .completed())
                    .contains(LATER);
        }

        @Test
        void forAnotherCauseOrAfterOneIsDoneAreRestartsOfTheirOwn() {
            Intent done = seen(begun, webRestartedAt(BEGUN));
            Intent again = restarting(done, spread().now(LATER), Cause.LOAD_ANCHOR, "web");
            Intent renewing = restarting(again, spread().now(LATER), Cause.RENEW_LEAF, "web");
            assertThat(renewing.journal().restarts())
                    .extracting(Restarted::cause)
                    .containsExactly(Cause.LOAD_ANCHOR, Cause.LOAD_ANCHOR, Cause.RENEW_LEAF);
        }

        @Test
        void areNoMoreThanFitIntoAConfigMap() {
            Snapshots large = spread();
            IntStream.range(0, 3005).forEach(i -> large.workload("many-" + i, w -> {}));
            TrustState state = state(large);
            Step all = restart(Cause.LOAD_ANCHOR, state.snapshot().workloads());
            Intent full = Logbook.before(begun, all, state);
            assertThat(full.journal().restarts()).hasSize(3000);
            assertThat(Logbook.before(
                                    full,
                                    restart(
                                            Cause.DROP_OLD_ANCHOR,
                                            state.snapshot().workloads()),
                                    state)
                            .journal()
                            .restarts())
                    .isEqualTo(full.journal().restarts());
        }
    }

    @Nested
    class Certificates {
        @Test
        void ofAnchorAndIssuerAreNotedOnceEach() {
            Intent before =
                    seen(seen(INTENT, Snapshots.steady()), Snapshots.steady().now(Pki.NOW.plusSeconds(60)));
            assertThat(before.journal().certificates())
                    .extracting(SeenCertificate::role, SeenCertificate::sha256, SeenCertificate::firstSeen)
                    .containsExactly(
                            tuple(Role.ANCHOR, OLD.fingerprint().hex(), Pki.NOW),
                            tuple(
                                    Role.ISSUER,
                                    Pki.ISSUER_OLD.certificate().fingerprint().hex(),
                                    Pki.NOW));
            Intent after = seen(before, spread().issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW)));
            assertThat(after.journal().certificates())
                    .extracting(SeenCertificate::role)
                    .containsExactly(Role.ANCHOR, Role.ISSUER, Role.ANCHOR, Role.ISSUER);
        }

        @Test
        void areNotedWithoutAnIssuerToo() {
            assertThat(seen(INTENT, Snapshots.steady().issuer(i -> i.noSecret()))
                            .journal()
                            .certificates())
                    .extracting(SeenCertificate::role)
                    .containsExactly(Role.ANCHOR);
        }
    }

    @Nested
    class LostAnchors {
        private final Snapshots lost = Snapshots.renewed()
                .previous(NEW)
                .bundle(b -> b.holds(NEW).changedAt(Pki.RENEWED))
                .dataPlane(w -> w.unknown(BEGUN))
                .controlPlane(c -> c.createdAt(Pki.RENEWED));
        private final Intent retiringNew = Intents.toRetire(NEW.fingerprint(), Strategy.SEAMLESS);

        private Intent turned(Intent intent, Snapshots cluster) {
            TrustState state =
                    Decider.state(cluster.build(), intent, Policy.DEFAULT).orElseThrow();
            return Logbook.seen(intent, state, Phase.of(state, intent));
        }

        @Test
        void areKnownAlthoughTheIssuerThatNamedThemIsRenewedBeforeTheyAreBack() {
            Intent noted = turned(retiringNew, lost);
            assertThat(noted.used()).isEqualTo(AnchorSet.of(OLD));

            Snapshots renewed = lost.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW));
            assertThat(Decider.decide(renewed.build(), noted, Gates.OPEN, Policy.DEFAULT))
                    .asInstanceOf(type(Decision.Act.class))
                    .satisfies(act -> assertThat(act.step())
                            .isEqualTo(new Step.SetPrevious(renewed.build().previous(), AnchorSet.of(OLD, NEW))));
        }

        @Test
        void areNotWhatWasOnItsWayOutBeforeTheRotationBegan() {
            Snapshots spread = Snapshots.renewed().previous(Pki.OTHER.certificate(), OLD);
            assertThat(turned(Intents.toRetire(OLD.fingerprint(), Strategy.SEAMLESS), spread)
                            .used())
                    .isEqualTo(AnchorSet.of(OLD));
        }

        @Test
        void areForgottenAsSoonAsTheOldAnchorMayLeave() {
            Instant reloaded = Pki.NOW.plus(Duration.ofHours(1));
            Snapshots retiring = Snapshots.renewed()
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .now(Pki.NOW.plus(Duration.ofHours(26)))
                    .dataPlane(w -> w.loaded(reloaded, OLD, NEW))
                    .controlPlane(c -> c.createdAt(reloaded));
            Intent noted = Intents.toRetire(OLD.fingerprint(), Strategy.SEAMLESS)
                    .withUsed(AnchorSet.of(Pki.OTHER.certificate()));
            assertThat(Schedules.phase(retiring.build())).isEqualTo(Phase.RETIRING);
            assertThat(turned(noted, retiring).used()).doesNotContain(Pki.OTHER.certificate());
        }

        @Test
        void areForgottenOnceNothingUsesThem() {
            Intent noted = retiringNew.withUsed(AnchorSet.of(OLD));
            Snapshots steady = lost.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .now(Pki.NOW.plus(Duration.ofHours(26)))
                    .dataPlane(w -> w.loaded(Pki.NOW.plus(Duration.ofHours(1)), NEW))
                    .controlPlane(c -> c.createdAt(Pki.NOW.plus(Duration.ofHours(1))));
            assertThat(turned(noted, steady).used()).isEqualTo(AnchorSet.of(NEW));
        }
    }

    @Nested
    class Phases {
        @Test
        void areNotedWhenTheyChangeOnly() {
            Intent turned = seen(seen(seen(INTENT, Snapshots.steady()), spread()), spread().now(LATER));
            assertThat(turned.journal().seen())
                    .containsExactly(
                            new Seen(Phase.STEADY, OLD.fingerprint().abbreviated(), Pki.NOW),
                            new Seen(Phase.DISTRIBUTING, NEW.fingerprint().abbreviated(), BEGUN));
        }
    }

    @Nested
    class Proofs {
        private static final String TRUST = "trust before use";

        private final Snapshots loaded =
                spread().now(LATER).dataPlane(w -> w.loaded(BEGUN, OLD, NEW)).controlPlane(c -> c.createdAt(BEGUN));

        private Snapshots issuerFlipped() {
            return Snapshots.renewed()
                    .now(LATER)
                    .dataPlane(w -> w.loaded(BEGUN, OLD, NEW))
                    .component("destination", c -> c.createdAt(BEGUN))
                    .component("proxy-injector", c -> c.createdAt(BEGUN))
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW));
        }

        private List<Proof> proofs(Intent intent, Snapshots cluster, Step step) {
            return Logbook.before(intent, step, state(cluster)).journal().proofs();
        }

        private Step renewal(Snapshots cluster) {
            return new Step.RenewIssuer(cluster.build().issuer());
        }

        @Test
        void ofTrustComeBeforeTheNewIssuer() {
            assertThat(proofs(INTENT, loaded, renewal(loaded)))
                    .containsExactly(new Proof(
                            TRUST,
                            "renew the identity issuer (Certificate linkerd/linkerd-identity-issuer)",
                            "the anchor " + NEW.fingerprint().abbreviated()
                                    + " is loaded by all of 11 programs that verify peers: 8 read, 3 inferred",
                            LATER));
        }

        @Test
        void ofTrustComeBeforeIdentityTakesUpAnIssuerThatWasRenewedEarly() {
            Snapshots flipped = issuerFlipped();
            Step restart = restart(Cause.LOAD_ANCHOR, Stream.of(workload(flipped.build(), "linkerd-identity")));
            assertThat(proofs(INTENT, flipped, restart))
                    .extracting(Proof::invariant, Proof::evidence)
                    .containsExactly(tuple(
                            TRUST,
                            "the anchor " + NEW.fingerprint().abbreviated()
                                    + " is loaded by all of 10 programs that verify peers: 8 read, 2 inferred;"
                                    + " identity loads it by this restart"));
        }

        @Test
        void ofTrustComeBeforeTheRestartThatProvesIdentity() {
            Snapshots switched = loaded.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW));
            Step restart = restart(Cause.USE_ISSUER, Stream.of(workload(switched.build(), "linkerd-identity")));
            assertThat(proofs(INTENT, switched, restart))
                    .extracting(Proof::invariant)
                    .containsExactly(TRUST);
        }

        @Test
        void ofDistrustComeBeforeTheOldAnchorGoes() {
            Step retire = new Step.SetPrevious(loaded.build().previous(), AnchorSet.of(NEW));
            assertThat(proofs(INTENT, loaded, retire)).singleElement().satisfies(proof -> {
                assertThat(proof.invariant()).isEqualTo("use before distrust");
                assertThat(proof.evidence()).startsWith("every issuer in use and every leaf is under ");
            });
        }

        @Test
        void ofDistrustAreCheapWhereNothingLeaves() {
            Step putBack = new Step.SetPrevious(loaded.build().previous(), AnchorSet.of(OLD, NEW));
            assertThat(proofs(INTENT, loaded, putBack))
                    .extracting(Proof::evidence)
                    .containsExactly("nothing leaves the bundle");
        }

        @Test
        void areNeedlessWhereNothingDependsOnThem() {
            assertThat(proofs(INTENT, Snapshots.steady(), renewal(Snapshots.steady())))
                    .isEmpty();
            assertThat(proofs(
                            INTENT,
                            spread(),
                            restart(Cause.LOAD_ANCHOR, spread().build().workloads())))
                    .isEmpty();
        }

        @Test
        void areNotClaimedByTheDocumentedOrderWhichBreaksTrust() {
            Intent documented = Intents.toRetire(OLD.fingerprint(), Strategy.DOCUMENTED);
            assertThat(proofs(documented, spread(), renewal(spread()))).isEmpty();
        }

        @Test
        void ofAStepThatIsTriedAgainAreThoseOfTheLastTry() {
            Intent tried = Logbook.before(INTENT, renewal(loaded), state(loaded));
            assertThat(proofs(tried, loaded.now(LATER.plusSeconds(60)), renewal(loaded)))
                    .extracting(Proof::at)
                    .containsExactly(LATER.plusSeconds(60));
        }
    }
}
