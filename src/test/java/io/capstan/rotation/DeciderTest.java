package io.capstan.rotation;

import static io.capstan.rotation.Decisions.assertRefused;
import static io.capstan.rotation.Decisions.assertWaits;
import static io.capstan.rotation.Decisions.assertWaitsUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.capstan.fixture.Authority;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.fixture.WorkloadFixture;
import io.capstan.hostile.Forge;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle.Source.Role;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of phases and decisions, one row a test. */
class DeciderTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Authority NEWEST_AUTHORITY = Pki.anchor("renewed twice", Pki.RENEWED.plusSeconds(30));
    private static final Certificate NEWEST = NEWEST_AUTHORITY.certificate();
    private static final Certificate NEWEST_ISSUER = NEWEST_AUTHORITY
            .issuer("the issuer under the newest anchor", NEWEST.notBefore(), Pki.ISSUER_LIFE)
            .certificate();
    private static final Duration SEEN =
            Policy.DEFAULT.margins().volumeLag().plus(Policy.DEFAULT.margins().clockSkew());

    /** When every volume shows the bundle with both anchors. */
    private static final Instant SPREAD = Pki.RENEWED.plus(SEEN);

    /** When everything restarted, to load both anchors. */
    private static final Instant RELOADED = SPREAD.plus(Duration.ofMinutes(1));

    /** When the issuer was renewed under the new anchor. */
    private static final Instant SWITCHED = RELOADED.plus(Duration.ofMinutes(10));

    /** When identity was restarted on it. */
    private static final Instant PROVED = SWITCHED.plus(Duration.ofMinutes(5));

    /** From when on every leaf has run out that could be under the old anchor. */
    private static final Instant LEAVES_RENEWED = PROVED.plus(Duration.ofHours(24))
            .plusSeconds(2 * 20)
            .plus(Policy.DEFAULT.margins().clockSkew());

    private static Intent retireOld(Strategy strategy) {
        return Intents.toRetire(OLD.fingerprint(), strategy);
    }

    private static Decision decide(Snapshots cluster, Intent intent) {
        Snapshot snapshot = cluster.build();
        return Decider.decide(snapshot, Intents.noted(snapshot, intent), Gates.OPEN, Policy.DEFAULT);
    }

    private static Decision decide(Snapshots cluster) {
        return decide(cluster, retireOld(Strategy.SEAMLESS));
    }

    private static Decision prompt(Snapshots cluster) {
        return decide(cluster, retireOld(Strategy.PROMPT));
    }

    private static Decision documented(Snapshots cluster) {
        return decide(cluster, retireOld(Strategy.DOCUMENTED));
    }

    private static void assertRestarts(Decision decision, String... names) {
        assertThat(step(decision))
                .asInstanceOf(type(Step.Restart.class))
                .satisfies(restart -> assertThat(restart.workloads())
                        .extracting(workload -> workload.ref().name())
                        .containsExactly(names));
    }

    private static void assertKeeps(Decision decision, Certificate... anchors) {
        assertThat(step(decision))
                .asInstanceOf(type(Step.SetPrevious.class))
                .satisfies(set -> assertThat(set.anchors()).isEqualTo(AnchorSet.of(anchors)));
    }

    private static Step step(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Act.class);
        return ((Decision.Act) decision).step();
    }

    /** Both anchors are in every volume, and nothing has restarted. */
    private static Snapshots spread() {
        return Snapshots.renewed().now(RELOADED);
    }

    private static Snapshots dataPlaneReloaded() {
        return spread().now(SWITCHED).dataPlane(w -> w.loaded(RELOADED, OLD, NEW));
    }

    private static Snapshots allButIdentityReloaded() {
        return dataPlaneReloaded()
                .component("destination", c -> c.createdAt(RELOADED))
                .component("proxy-injector", c -> c.createdAt(RELOADED));
    }

    private static Snapshots reloaded() {
        return allButIdentityReloaded().identity(c -> c.createdAt(RELOADED));
    }

    private static Snapshots issuerRenewed(Snapshots cluster) {
        return cluster.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW).changedAt(SWITCHED));
    }

    private static Snapshots switched() {
        return issuerRenewed(reloaded()).now(PROVED).identity(c -> c.createdAt(PROVED));
    }

    private static Snapshots converged() {
        return switched().now(LEAVES_RENEWED.plusSeconds(1));
    }

    private static Snapshots retired() {
        return converged().previous(NEW).bundle(b -> b.holds(NEW).changedAt(LEAVES_RENEWED));
    }

    private static RestartMark mark(Cause cause, int attempt) {
        return new RestartMark(NEW.fingerprint().abbreviated(), cause, attempt);
    }

    @Test
    void refusesWithoutAReadableAnchor() {
        assertRefused(
                decide(Snapshots.steady().anchor(a -> a.tlsCrt("rubbish"))),
                "Secret cert-manager/linkerd-trust-anchor holds no readable certificate");
    }

    @Nested
    class Renewing {
        private final Snapshots renewing = Snapshots.steady().anchor(a -> a.issuing(Pki.RENEWED));

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void waitsForCertManager(Strategy strategy) {
            assertWaits(
                    decide(renewing, retireOld(strategy)),
                    "cert-manager to issue Certificate cert-manager/linkerd-trust-anchor");
        }

        @Test
        void refusesWithWhatTheCertificateRequestSays() {
            assertRefused(
                    decide(renewing.anchor(a -> a.requestFailed("Denied", "the approver said no"))),
                    "CertificateRequest cert-manager/linkerd-trust-anchor-2 is Denied: the approver said no");
        }

        @Test
        void refusesWhatHasNotBeenIssuedInTime() {
            Instant seen = Pki.NOW.minus(Policy.DEFAULT.renewalLimit()).minusSeconds(1);
            assertRefused(
                    decide(renewing, Intents.seen(retireOld(Strategy.SEAMLESS), Phase.RENEWING, OLD, seen)),
                    "has not issued Certificate cert-manager/linkerd-trust-anchor in time",
                    "Waiting on certificate issuance",
                    "does cert-manager run?");
        }

        @Test
        void waitsWhileTheSecretIsNotThatOfTheRevision() {
            assertWaits(decide(Snapshots.steady().anchor(a -> a.issued(NEW))), "cert-manager to issue");
        }

        @Test
        void waitsForTheIssuerToo() {
            assertWaits(
                    decide(Snapshots.steady().issuer(i -> i.issuing(Pki.RENEWED))),
                    "cert-manager to issue Certificate linkerd/linkerd-identity-issuer");
        }
    }

    @Nested
    class EndangeredOrBroken {
        @Test
        void anAnchorInUseThatIsInNoSourceIsKeptBesideWhatIs() {
            assertKeeps(
                    decide(Snapshots.steady()
                            .issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), Pki.OTHER.certificate()))),
                    OLD,
                    Pki.OTHER.certificate());
        }

        /** Renewed twice: the one in between has signed the issuer before, as a request that is left tells. */
        @Test
        void anAnchorThatMayHaveSignedLeavesIsKeptToo() {
            Snapshots cluster = dataPlaneReloaded()
                    .anchor(a -> a.holds(NEWEST).revision(3))
                    .issuer(i -> i.holds(NEWEST_ISSUER, NEWEST).authorities(NEW).changedAt(SWITCHED));
            assertKeeps(decide(cluster), OLD, NEW);
        }

        @Test
        void anAnchorThatNobodyHasLoadedIsNotInUse() {
            Snapshots cluster = Snapshots.renewed()
                    .anchor(a -> a.holds(NEWEST).revision(3).history(OLD, NEW, NEWEST))
                    .bundle(b -> b.holds(OLD, NEWEST).changedAt(NEWEST.notBefore()))
                    .now(RELOADED);
            assertRestarts(decide(cluster), "agent", "db", "web");
        }

        /** Whoever may create a pod could otherwise have any CA trusted by the whole mesh. */
        @Test
        void whatOnlyAPodHoldsIsNeverKept() {
            Snapshots cluster = Snapshots.renewed()
                    .now(RELOADED)
                    .anchor(a -> a.holds(NEWEST).revision(3))
                    .bundle(b -> b.holds(OLD, NEWEST).changedAt(NEWEST.notBefore()))
                    .workload("web", w -> w.loaded(RELOADED, OLD, NEW));
            assertRestarts(decide(cluster), "agent", "db", "web");
            assertKeeps(
                    decide(
                            cluster,
                            retireOld(Strategy.SEAMLESS)
                                    .with(Journal.EMPTY.withCertificate(Journal.Role.ANCHOR, NEW, Pki.RENEWED))),
                    OLD,
                    NEW);
        }

        /** A signature proves itself, wherever the certificate that made it turns up. */
        @Test
        void whatAPodHoldsIsKeptWhereItHasSignedAnIssuer() {
            Snapshots cluster = Snapshots.renewed()
                    .now(RELOADED)
                    .anchor(a -> a.holds(NEWEST).revision(3))
                    .bundle(b -> b.holds(OLD, NEWEST).changedAt(NEWEST.notBefore()))
                    .workload("web", w -> w.loaded(RELOADED, OLD, NEW));
            Certificate byNew = Pki.ISSUER_NEW.certificate();
            assertKeeps(decide(cluster.issuer(i -> i.holds(byNew, NEWEST))), OLD, NEW);
            assertKeeps(
                    decide(cluster.issuer(i -> i.holds(NEWEST_ISSUER, NEWEST).history(byNew, NEWEST_ISSUER))),
                    OLD,
                    NEW);
        }

        /** The documentation's last step, by a person who has not waited for the leaves. */
        @Test
        void whatThisRotationSawAsTheAnchorComesBackWhereSomebodyElseRetiredItTooEarly() {
            Snapshots cluster =
                    switched().previous(NEW).bundle(b -> b.holds(NEW).changedAt(PROVED));
            Intent underWay = retireOld(Strategy.SEAMLESS)
                    .with(Journal.EMPTY.withCertificate(Journal.Role.ANCHOR, OLD, Pki.SET_UP));
            assertKeeps(decide(cluster, underWay), NEW, OLD);
        }

        @Test
        void whatThisRotationRetiredItselfStaysAway() {
            Intent underWay = retireOld(Strategy.SEAMLESS)
                    .with(Journal.EMPTY
                            .withCertificate(Journal.Role.ANCHOR, OLD, Pki.SET_UP)
                            .withConverged(NEW, PROVED));
            assertThat(decide(retired(), underWay)).isInstanceOf(Decision.Done.class);
        }

        @Test
        void whatWasRetiredIsNeverKept() {
            Certificate retired = Pki.anchor("retired long ago", Pki.SET_UP.minus(Pki.ANCHOR_LIFE))
                    .certificate();
            Snapshots cluster = spread().anchor(a -> a.history(retired, OLD, NEW))
                    .workload("web", w -> w.loaded(Snapshots.MESHED, retired, OLD));
            assertRestarts(decide(cluster), "agent", "db", "web");
        }

        /** As the documentation's last step does it, while leaves are still under the old anchor. */
        @Test
        void aSlotThatWasOverwrittenInTheMiddleIsMended() {
            Snapshots cluster =
                    switched().previous(NEW).bundle(b -> b.holds(NEW).changedAt(PROVED));
            Intent withoutMemory = Intents.toRetire(NEW.fingerprint(), Strategy.SEAMLESS);
            Intent withANote = withoutMemory.with(Journal.EMPTY.withCertificate(Journal.Role.ANCHOR, OLD, Pki.SET_UP));
            assertThat(step(decide(cluster, withoutMemory))).isNotInstanceOf(Step.SetPrevious.class);
            assertKeeps(decide(cluster, withANote), OLD, NEW);
            assertKeeps(decide(cluster, retireOld(Strategy.SEAMLESS)), OLD, NEW);
        }

        @Test
        void aSlotThatIsGoneIsMadeWithWhatTheBundleStillHolds() {
            assertKeeps(decide(spread().noPrevious()), OLD);
        }

        /** Renewed twice; the one in between has signed the issuer, which identity could not take into use so far. */
        @Test
        void whatMayLackTheIssuersAnchorLoadsItBeforeIdentityDoes() {
            Snapshots cluster = Snapshots.renewed()
                    .now(NEWEST.notBefore().plus(Duration.ofMinutes(10)))
                    .anchor(a -> a.holds(NEWEST).revision(3))
                    .previous(OLD, NEW)
                    .bundle(b -> b.holds(OLD, NEW, NEWEST).changedAt(NEWEST.notBefore()))
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW).changedAt(Pki.RENEWED))
                    .dataPlane(w -> w.loaded(NEWEST.notBefore(), OLD, NEW))
                    .controlPlane(c -> c.createdAt(NEW.notBefore()))
                    .identity(c -> c.createdAt(Snapshots.INSTALLED));
            assertThat(Phase.of(cluster.state(), false)).isEqualTo(Phase.BROKEN);
            assertRestarts(decide(cluster), "linkerd-destination", "linkerd-proxy-injector");
            assertRestarts(
                    decide(cluster.component(
                                    "destination",
                                    c -> c.createdAt(NEWEST.notBefore().plusSeconds(200)))
                            .component(
                                    "proxy-injector",
                                    c -> c.createdAt(NEWEST.notBefore().plusSeconds(200)))),
                    "linkerd-identity");
        }

        @Test
        void refusesAnIssuerThatNoKnownAnchorSigned() {
            assertRefused(
                    decide(Snapshots.steady()
                            .issuer(i ->
                                    i.holds(Pki.ISSUER_OTHER.certificate(), OLD).noCaCrt())),
                    "Secret linkerd/linkerd-identity-issuer was signed by none of the anchors");
        }

        @Test
        void restartsWhatLacksAnAnchorInUseAllAtOnceWhateverRolloutsGoOn() {
            RolloutEstimate oneByOne = new RolloutEstimate(Duration.ofSeconds(30), 1);
            Snapshots cluster = issuerRenewed(spread().now(PROVED))
                    .identity(c -> c.createdAt(PROVED))
                    .workload("web", w -> w.rollout(new Rollout.Failed("it made no progress")));
            Policy policy = Policy.DEFAULT.withRestarts(oneByOne, Policy.DEFAULT.rolloutTimeout());
            assertRestarts(
                    Decider.decide(cluster.build(), retireOld(Strategy.SEAMLESS), Gates.OPEN, policy),
                    "agent",
                    "db",
                    "web",
                    "linkerd-destination",
                    "linkerd-proxy-injector");
        }

        @Test
        void identityThatRefusesItsPeersTooComesAfterAllOthers() {
            Snapshots cluster = issuerRenewed(spread().now(PROVED))
                    .identity(c -> c.createdAt(Snapshots.INSTALLED, SWITCHED.plus(SEEN)));
            assertRestarts(decide(cluster), "agent", "db", "web", "linkerd-destination", "linkerd-proxy-injector");
            Snapshots others = issuerRenewed(allButIdentityReloaded().now(PROVED))
                    .identity(c -> c.createdAt(Snapshots.INSTALLED, SWITCHED.plus(SEEN)));
            assertRestarts(decide(others), "linkerd-identity");
        }

        /** Its process does not run, so it issues nothing; without a leaf nothing that restarts gets ready. */
        @Test
        void identityIsFirstWhereNoReplicaOfItCanServe() {
            assertRestarts(
                    decide(issuerRenewed(spread().now(PROVED))
                            .identity(c -> c.noPods().pending(Snapshots.INSTALLED))),
                    "linkerd-identity");
        }

        /** It may use the issuer that was there when it started, which everybody trusts. */
        @Test
        void identityIsNotFirstWhereAReplicaThatIsNotReadyMayUseAnEarlierIssuer() {
            assertRestarts(
                    decide(issuerRenewed(spread().now(PROVED))
                            .identity(c -> c.noPods().unready(Snapshots.INSTALLED))),
                    "agent",
                    "db",
                    "web");
        }

        /** The proxies of the control plane are in its manifests, so the injector need not be asked for them. */
        @Test
        void aControlPlaneWithoutADataPlaneIsRestartedUnprobed() {
            assertRestarts(
                    decide(issuerRenewed(spread().now(PROVED))
                            .noWorkloads()
                            .identity(c -> c.createdAt(PROVED))
                            .injector(new InjectorHandout.NotAsked("there is no meshed workload"))),
                    "linkerd-destination",
                    "linkerd-proxy-injector");
        }

        @Test
        void restartsNothingWithTheInjectorsOldBundle() {
            Snapshots cluster = issuerRenewed(spread().now(Pki.RENEWED.plusSeconds(1)))
                    .identity(c -> c.createdAt(Pki.RENEWED))
                    .injectorHandsOut(OLD);
            assertWaits(decide(cluster), "every volume to show the new bundle");
        }

        /** What the injector hands out already needs no volume; what stands in identity's way does. */
        @Test
        void waitsForVolumesOnlyWhereWhatRestartsReadsThem() {
            Snapshots cluster =
                    issuerRenewed(spread().now(Pki.RENEWED.plusSeconds(1))).identity(c -> c.createdAt(Pki.RENEWED));
            assertRestarts(decide(cluster), "agent", "db", "web", "linkerd-destination", "linkerd-proxy-injector");
            assertWaits(
                    decide(cluster.identity(c -> c.noPods().pending(Snapshots.INSTALLED))),
                    "every volume to show the new bundle");
        }

        /** A replica lacks what the other issues under; whether destination has it, nobody can tell. */
        @Test
        void identityThatRefusesItsPeersWaitsForWhoMayLackTheAnchor() {
            Snapshots cluster = issuerRenewed(allButIdentityReloaded().now(PROVED))
                    .identity(c -> c.createdAt(Snapshots.INSTALLED, RELOADED))
                    .component("destination", c -> c.createdAt(Pki.RENEWED.plusSeconds(60)));
            assertRestarts(decide(cluster), "linkerd-destination");
            assertRestarts(decide(cluster.component("destination", c -> c.createdAt(RELOADED))), "linkerd-identity");
        }

        @Test
        void whatCannotBeRestartedIsNamedWhenAllElseHas() {
            Snapshots cluster = Snapshots.steady()
                    .workload(
                            "web",
                            w -> w.loaded(Snapshots.MESHED, Pki.OTHER.certificate())
                                    .restart(new Restart.Impossible(
                                            "its update strategy is OnDelete", "delete its pods")));
            assertRefused(decide(cluster), "Deployment emojivoto/web cannot be restarted", "delete its pods");
        }

        @Test
        void theDocumentedOrderGoesOnThroughWhatItBreaks() {
            Snapshots cluster = issuerRenewed(spread().now(PROVED)).controlPlane(c -> c.createdAt(PROVED));
            assertRestarts(decide(cluster), "agent", "db", "web");
            assertWaits(documented(cluster), "the last replica with the old issuer to be gone");
        }

        /** Its restarts are over; what lacks the old anchor is mended as in any other order. */
        @Test
        void theDocumentedOrderRestartsWhatHasLostTheOldAnchorTooEarly() {
            assertRestarts(
                    documented(switched().now(PROVED.plusSeconds(60)).workload("web", w -> w.loaded(RELOADED, NEW))),
                    "web");
        }
    }

    @Nested
    class Recovering {
        private static final String[] EVERYTHING = {
            "agent", "db", "web", "linkerd-destination", "linkerd-identity", "linkerd-proxy-injector"
        };

        private final Instant expiry = OLD.notAfter().plusSeconds(1);

        private static Decision recover(Snapshots cluster) {
            return decide(cluster, retireOld(Strategy.RECOVER));
        }

        @Test
        void isRefusedWhereNothingHasExpired() {
            assertRefused(
                    recover(Snapshots.steady()),
                    "neither the anchor nor the issuer has expired (Secret cert-manager/linkerd-trust-anchor ends at "
                            + OLD.notAfter() + ", Secret linkerd/linkerd-identity-issuer at "
                            + Pki.ISSUER_OLD.certificate().notAfter() + ")",
                    "use --strategy seamless or prompt");
            assertRefused(recover(spread()), "neither the anchor nor the issuer has expired");
        }

        @Test
        void isRefusedWhereANewAnchorWouldNotGetToTheProxies() {
            assertRefused(
                    recover(Snapshots.steady().now(expiry).bundle(b -> b.without(Role.PREVIOUS))),
                    "has no source for the previous anchor");
        }

        @Test
        void isWhatARotationOfAnExpiredAnchorIsToldToUse() {
            assertRefused(decide(Snapshots.steady().now(expiry)), "rotate --strategy recover ends it");
        }

        @Test
        void renewsTheAnchor() {
            Decision decision = recover(Snapshots.steady().now(expiry));
            assertThat(step(decision)).isInstanceOf(Step.RenewAnchor.class);
            assertThat(((Decision.Act) decision).why())
                    .contains(OLD.subject() + " " + OLD.fingerprint().abbreviated() + " expired at " + OLD.notAfter());
        }

        @Test
        void renewsAnIssuerAloneTogetherWithTheAnchor() {
            Instant after = Pki.ISSUER_OLD.certificate().notAfter().plusSeconds(1);
            assertThat(step(recover(Snapshots.steady().now(after)))).isInstanceOf(Step.RenewAnchor.class);
        }

        @Test
        void thenTheIssuerWhoeverHasLoadedTheAnchor() {
            assertThat(step(recover(spread().now(expiry)))).isInstanceOf(Step.RenewIssuer.class);
        }

        @Test
        void thenRestartsEverythingAtOnce() {
            assertRestarts(recover(issuerRenewed(spread().now(expiry))), EVERYTHING);
        }

        /** The run before was killed in the middle of its batch: without identity the rest of it can never get ready. */
        @Test
        void restartsTheRestOfItThoughARolloutHasFailedMeanwhile() {
            assertRestarts(
                    recover(webHasFailed()),
                    "agent",
                    "db",
                    "linkerd-destination",
                    "linkerd-identity",
                    "linkerd-proxy-injector");
        }

        @Test
        void givesWhatHasFailedTheTimeThatTheLastRestartHas() {
            Instant last = expiry.minus(Duration.ofMinutes(1));
            Snapshots all = webHasFailed()
                    .workload("agent", w -> restarted(w, last))
                    .workload("db", w -> restarted(w, last))
                    .controlPlane(c -> c.restartedFor(mark(Cause.RESTORE_TRUST, 1))
                            .restartedAt(last)
                            .rollout(new Rollout.InFlight("1 of 1 pods are new")));
            assertWaits(recover(all), "rollout of");
            Instant tooLate = last.plus(Policy.DEFAULT.rolloutTimeout()).plusSeconds(1);
            assertRefused(recover(all.now(tooLate)), "the rollout of Deployment emojivoto/web failed");
        }

        private Snapshots webHasFailed() {
            return issuerRenewed(spread().now(expiry))
                    .workload(
                            "web",
                            w -> restarted(w, expiry.minus(Duration.ofHours(1)))
                                    .rollout(new Rollout.Failed("ProgressDeadlineExceeded")));
        }

        private static WorkloadFixture restarted(WorkloadFixture workload, Instant at) {
            return workload.restartedFor(mark(Cause.RESTORE_TRUST, 1))
                    .restartedAt(at)
                    .rollout(new Rollout.InFlight("1 of 3 new pods have been made"));
        }

        /** Another run has begun it, and noted what had expired. */
        @Test
        void goesOnWhereNothingThatHasExpiredIsInUseAnyMore() {
            Instant issuerExpired = Pki.ISSUER_OLD.certificate().notAfter().plusSeconds(1);
            Snapshots renewed = issuerRenewed(spread().now(issuerExpired));
            assertRestarts(recover(renewed, Pki.ISSUER_OLD.certificate()), EVERYTHING);
            assertRefused(
                    recover(renewed, Pki.ISSUER_NEW.certificate()), "neither the anchor nor the issuer has expired");
        }

        /** Somebody had replaced the expired anchor before the first look, so that no journal has it. */
        @Test
        void endsWhatIsUnderTheAnchorThoughNothingTellsOfWhatHasExpired() {
            assertWaits(recover(switched()), "every proxy to renew its leaf under the new anchor");
            assertKeeps(recover(converged()), NEW);
            assertWaits(recover(converged().previous(NEW)), "trust-manager to write");
            assertThat(recover(retired())).isInstanceOf(Decision.Done.class);
        }

        /** A pod of the injector that was made during the downtime gets no leaf, and is never ready. */
        @Test
        void restartsTheControlPlaneBeforeTheOthersWhereTheInjectorIsDown() {
            Snapshots down = issuerRenewed(spread().now(expiry))
                    .injector(new InjectorHandout.NotInjecting("its webhook is down"))
                    .component("proxy-injector", c -> c.rollout(new Rollout.Failed("ProgressDeadlineExceeded")));
            assertRestarts(recover(down), "linkerd-destination", "linkerd-identity", "linkerd-proxy-injector");

            Snapshots rollingOut = down.controlPlane(c -> c.restartedFor(mark(Cause.RESTORE_TRUST, 1))
                    .restartedAt(expiry)
                    .rollout(new Rollout.InFlight("0 of 1 new pods are available")));
            assertWaits(recover(rollingOut), "rollout of Deployment linkerd/linkerd-destination");
        }

        private static Decision recover(Snapshots cluster, Certificate noted) {
            return decide(
                    cluster,
                    retireOld(Strategy.RECOVER)
                            .with(Journal.EMPTY.withCertificate(Journal.Role.ISSUER, noted, noted.notBefore())));
        }

        @Test
        void waitsForLeavesWhereSomebodyTrustsOnlyTheNewAnchorAlready() {
            assertWaits(
                    recover(switched().workload("web", w -> w.loaded(RELOADED, NEW)), Pki.ANCHOR_EXPIRED.certificate()),
                    "every proxy to renew its leaf under the new anchor");
        }

        @Test
        void andNothingThatHasTheAnchorButIdentityUntilItIssuesUnderIt() {
            assertRestarts(recover(issuerRenewed(reloaded().now(expiry))), "linkerd-identity");
        }
    }

    @Nested
    class Spreading {
        private final Snapshots spreading =
                Snapshots.renewed().bundle(b -> b.holds(OLD).changedAt(Pki.SET_UP));

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void waitsForTrustManager(Strategy strategy) {
            assertWaits(
                    decide(spreading, retireOld(strategy)),
                    "trust-manager to write ConfigMap linkerd/linkerd-identity-trust-roots");
        }

        @Test
        void refusesWithTheBundlesConditionAfterTheLimit() {
            Instant seen = Pki.NOW.minus(Policy.DEFAULT.spreadLimit()).minusSeconds(1);
            assertRefused(
                    decide(
                            spreading.bundle(b -> b.notSynced("SourceNotFound", "secret not found")),
                            Intents.seen(retireOld(Strategy.SEAMLESS), Phase.SPREADING, NEW, seen)),
                    "holds " + OLD.fingerprint().abbreviated(),
                    "Synced is False (SourceNotFound: secret not found)");
        }
    }

    @Nested
    class Distributing {
        @Test
        void waitsUntilEveryVolumeShowsTheBundle() {
            assertWaitsUntil(SPREAD, decide(Snapshots.renewed()));
        }

        @Test
        void restartsTheDataPlaneFirst() {
            assertRestarts(decide(spread()), "agent", "db", "web");
        }

        @Test
        void restartsNoMoreThanABatch() {
            Policy small = Policy.DEFAULT.withRestarts(
                    new RolloutEstimate(Duration.ofSeconds(30), 2), Policy.DEFAULT.rolloutTimeout());
            assertRestarts(
                    Decider.decide(spread().build(), retireOld(Strategy.SEAMLESS), Gates.OPEN, small), "agent", "db");
        }

        @Test
        void waitsForTheRolloutsOfABatch() {
            assertWaits(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.InFlight("1 of 2 updated pods are ready"))
                                            .restartedFor(mark(Cause.LOAD_ANCHOR, 1)))),
                    "rollout of StatefulSet emojivoto/db (1 of 2 updated pods are ready)");
        }

        @Test
        void aFailedRolloutStopsEverything() {
            assertRefused(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.Failed("ProgressDeadlineExceeded: db-1 is not ready")))),
                    "the rollout of StatefulSet emojivoto/db failed: ProgressDeadlineExceeded: db-1 is not ready",
                    "mend it (old and new pods work side by side), then rotate again");
            assertRefused(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.Failed("db-1 is not ready"))
                                            .restartedFor(mark(Cause.LOAD_ANCHOR, 1)))),
                    "mend it (old and new pods work side by side), then rotate again");
        }

        @Test
        void nothingIsPromisedOfPodsThatRefusedTheirPeersBeforeTheirRolloutFailed() {
            assertRefused(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.Failed("db-1 is not ready"))
                                            .restartedFor(mark(Cause.RESTORE_TRUST, 1)))),
                    "the rollout of StatefulSet emojivoto/db failed: db-1 is not ready; mend it, then rotate again");
        }

        /** Even where its template was mended: Kubernetes, "Forced rollback" of StatefulSets. */
        @Test
        void saysThatAStatefulSetWaitsForAPodThatHasToBeDeleted() {
            Instant restarted = RELOADED.minus(Policy.DEFAULT.rolloutTimeout()).minusSeconds(1);
            assertRefused(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.InFlight("0 of 2 pods are ready"))
                                            .restartedFor(mark(Cause.LOAD_ANCHOR, 1))
                                            .restartedAt(restarted))),
                    "the rollout of StatefulSet emojivoto/db has not ended within 10m: 0 of 2 pods are ready",
                    "delete its pods that are not ready");
        }

        @Test
        void waitsForTheRolloutOfSomebodyElseBeforeItRestartsTheSame() {
            assertWaits(
                    decide(dataPlaneReloaded()
                            .workload(
                                    "db",
                                    w -> w.loaded(Snapshots.MESHED, OLD)
                                            .rollout(new Rollout.InFlight("1 of 2 updated pods are ready")))),
                    "rollout of StatefulSet emojivoto/db (1 of 2 updated pods are ready)");
        }

        @Test
        void whatCannotBeRestartedIsNamedWhileSomethingElseStillMoves() {
            assertWaits(
                    decide(dataPlaneReloaded()
                            .workload("db", w -> w.terminating(1, Snapshots.MESHED, OLD))
                            .workload(
                                    "web",
                                    w -> w.loaded(Snapshots.MESHED, OLD)
                                            .restart(new Restart.Impossible(
                                                    "its update strategy is OnDelete", "delete its pods")))),
                    "Deployment emojivoto/web, which cannot be restarted (its update strategy is OnDelete)",
                    "old pods of StatefulSet emojivoto/db to be gone");
        }

        @Test
        void aFailedRolloutOfWhatNeedsNoRestartStopsNothing() {
            assertRestarts(
                    decide(spread().workload(
                                    "db",
                                    w -> w.loaded(RELOADED, OLD, NEW)
                                            .rollout(new Rollout.Failed("db-1 is not ready")))),
                    "agent",
                    "web");
        }

        @Test
        void aRolloutThatTakesTooLongStopsEverything() {
            Instant restarted = RELOADED.minus(Policy.DEFAULT.rolloutTimeout()).minusSeconds(1);
            assertRefused(
                    decide(spread().workload(
                                    "db",
                                    w -> w.rollout(new Rollout.InFlight("0 of 2"))
                                            .restartedFor(mark(Cause.LOAD_ANCHOR, 1))
                                            .restartedAt(restarted))),
                    "has not ended within 10m");
        }

        @Test
        void givesUpAfterSomeAttempts() {
            assertRefused(
                    decide(spread().workload("web", w -> w.restartedFor(mark(Cause.LOAD_ANCHOR, 2)))),
                    "Deployment emojivoto/web was restarted 2 times");
        }

        @Test
        void restartsAnInjectorThatHandsOutTheOldBundle() {
            Decision decision = decide(spread().injectorHandsOut(OLD));
            assertRestarts(decision, "linkerd-proxy-injector");
            assertThat(((Decision.Act) decision).why()).contains("does not hand out the new bundle yet");
        }

        @Test
        void restartsAnInjectorThatDoesNotInjectAndRefusesWhereThereIsNone() {
            Snapshots down = spread().injector(new InjectorHandout.NotInjecting("its webhook is down"));
            Decision decision = decide(down);
            assertRestarts(decision, "linkerd-proxy-injector");
            assertThat(((Decision.Act) decision).why()).contains("does not inject: its webhook is down");
            assertRefused(decide(down.without("proxy-injector")), "does not inject: its webhook is down");
        }

        @Test
        void refusesWhenTheInjectorCannotBeProved() {
            assertRefused(
                    decide(spread().injector(new InjectorHandout.NotAsked("no permission to create pods"))),
                    "cannot be proved: no permission to create pods");
        }

        @Test
        void whileRolloutsGoOnTheInjectorNeedNotBeProved() {
            assertWaits(
                    decide(spread().injector(new InjectorHandout.NotAsked("no permission to create pods"))
                            .workload(
                                    "db",
                                    w -> w.rollout(new Rollout.InFlight("1 of 2"))
                                            .restartedFor(mark(Cause.LOAD_ANCHOR, 1)))),
                    "rollout of StatefulSet emojivoto/db");
        }

        @Test
        void unmeshedPodsThatItDidNotRestartStopNoRestart() {
            assertRestarts(decide(spread().unmeshed("voting", 2)), "agent", "db", "web");
        }

        @Test
        void aRestartedWorkloadThatCameUpUnmeshedStopsEverything() {
            assertRefused(
                    decide(spread().unmeshed("voting", 2, Optional.of(mark(Cause.LOAD_ANCHOR, 1)))),
                    "2 pods of Deployment emojivoto/voting came up without a proxy");
        }

        @Test
        void restartsTheControlPlaneAfterTheDataPlane() {
            assertRestarts(decide(dataPlaneReloaded()), "linkerd-destination", "linkerd-proxy-injector");
        }

        @Test
        void restartsIdentityLast() {
            assertRestarts(decide(allButIdentityReloaded()), "linkerd-identity");
        }

        @Test
        void identityStaysLastWhenTheIssuerFlippedEarly() {
            assertRestarts(decide(issuerRenewed(spread().now(PROVED))), "agent", "db", "web");
            assertRestarts(
                    decide(issuerRenewed(dataPlaneReloaded().now(PROVED))),
                    "linkerd-destination",
                    "linkerd-proxy-injector");
            assertRestarts(decide(issuerRenewed(allButIdentityReloaded().now(PROVED))), "linkerd-identity");
        }

        @Test
        void waitsForTerminatingPodsBeforeTheControlPlane() {
            assertWaits(
                    decide(dataPlaneReloaded().workload("web", w -> w.terminating(1, Snapshots.MESHED, OLD))),
                    "old pods of Deployment emojivoto/web to be gone");
        }

        @Test
        void aJobIsWaitedFor() {
            assertWaits(
                    decide(dataPlaneReloaded()
                            .workload(
                                    "Job",
                                    "backup",
                                    1,
                                    w -> w.restart(new Restart.EndsByItself("a Job runs to its end")))),
                    "Job emojivoto/backup to end");
        }

        @Test
        void whatCannotBeRestartedBlocksUntilItIsLeft() {
            Snapshots cluster = dataPlaneReloaded()
                    .workload(
                            "web",
                            w -> w.loaded(Snapshots.MESHED, OLD)
                                    .restart(new Restart.Impossible(
                                            "its update strategy is OnDelete", "delete its pods")));
            assertRefused(decide(cluster), "its update strategy is OnDelete", "--leave Deployment/emojivoto/web");
            assertRestarts(
                    decide(
                            cluster,
                            Intents.leaving(
                                    retireOld(Strategy.SEAMLESS), new ObjectRef("Deployment", "emojivoto", "web"))),
                    "linkerd-destination",
                    "linkerd-proxy-injector");
        }

        @Test
        void refusesAnAnchorThatPermitsNoLeafOfTheMeshBeforeAnythingIsRestartedForIt() {
            Certificate bound = Forge.p256().permitting("example.org").selfSigned();
            Snapshots cluster = spread().anchor(a -> a.holds(bound))
                    .bundle(b -> b.holds(OLD, bound).changedAt(Pki.RENEWED));

            assertRefused(
                    decide(cluster), "do not permit default.default.serviceaccount.identity.linkerd.cluster.local");
            assertRefused(documented(cluster), "remove spec.nameConstraints from Certificate");
        }

        @Test
        void theDocumentedOrderRenewsTheIssuerAtOnce() {
            assertThat(step(documented(spread()))).isInstanceOf(Step.RenewIssuer.class);
        }

        @Test
        void thenItRestartsTheWholeControlPlane() {
            assertRestarts(
                    documented(issuerRenewed(spread().now(PROVED))),
                    "linkerd-destination",
                    "linkerd-identity",
                    "linkerd-proxy-injector");
        }

        @Test
        void thenItRestartsTheDataPlaneBatchByBatch() {
            Decision decision = documented(
                    issuerRenewed(spread().now(PROVED.plusSeconds(60))).controlPlane(c -> c.createdAt(PROVED)));
            assertRestarts(decision, "agent", "db", "web");
            assertThat(((Step.Restart) step(decision)).cause()).isEqualTo(Cause.LOAD_ANCHOR);
        }
    }

    @Nested
    class Switching {
        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void renewsTheIssuerOnceAllHaveLoadedTheAnchor(Strategy strategy) {
            assertThat(step(decide(reloaded(), retireOld(strategy)))).isInstanceOf(Step.RenewIssuer.class);
        }

        @Test
        void waitsUntilEveryVolumeShowsTheIssuer() {
            assertWaitsUntil(SWITCHED.plus(SEEN), decide(issuerRenewed(reloaded())));
        }

        @Test
        void waitsForTheLastReplicaThatMayStillUseTheOldIssuer() {
            assertWaits(
                    decide(issuerRenewed(reloaded())
                            .now(PROVED)
                            .identity(c -> c.createdAt(PROVED).terminating(RELOADED))),
                    "old pods of Deployment linkerd/linkerd-identity to be gone");
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void restartsIdentityAloneToProveIt(Strategy strategy) {
            assertRestarts(decide(issuerRenewed(reloaded()).now(PROVED), retireOld(strategy)), "linkerd-identity");
        }
    }

    @Nested
    class Converging {
        @Test
        void seamlessWaitsUntilTheLastOldLeafHasRunOut() {
            assertWaitsUntil(LEAVES_RENEWED, decide(switched()));
        }

        /** Whatever replaces them later, a leaf of the old issuer is none the younger. */
        @Test
        void leavesAreWaitedForSinceTheReplicasOfIdentityWereFirstProved() {
            Instant replaced = PROVED.plus(Duration.ofHours(10));
            Snapshots cluster = switched().now(replaced.plusSeconds(60)).identity(c -> c.createdAt(replaced));
            Intent underWay = retireOld(Strategy.SEAMLESS).with(Journal.EMPTY.withConverged(NEW, PROVED));
            assertWaitsUntil(LEAVES_RENEWED, decide(cluster, underWay));
        }

        @Test
        void promptWaitsUntilTheOldReplicasAreGoneForCertain() {
            assertWaits(prompt(switched()), "the last replica with the old issuer to be gone");
        }

        @Test
        void promptThenRestartsTheDataPlane() {
            assertRestarts(prompt(switched().now(PROVED.plusSeconds(60))), "agent", "db", "web");
        }

        @Test
        void promptThenRestartsTheControlPlaneWithoutIdentity() {
            Instant again = PROVED.plusSeconds(60);
            assertRestarts(
                    prompt(switched().now(again.plusSeconds(60)).dataPlane(w -> w.loaded(again, OLD, NEW))),
                    "linkerd-destination",
                    "linkerd-proxy-injector");
        }

        @Test
        void waitsForAReplicaOfIdentityWhereThereIsNone() {
            assertWaits(
                    decide(switched().identity(c -> c.noPods())),
                    "a replica of linkerd-identity, which there is none of");
        }

        @Test
        void whatCannotBeRestartedIsWaitedFor() {
            Instant again = PROVED.plusSeconds(60);
            assertWaitsUntil(
                    LEAVES_RENEWED,
                    prompt(switched()
                            .now(again.plusSeconds(60))
                            .dataPlane(w -> w.loaded(again, OLD, NEW))
                            .workload(
                                    "web",
                                    w -> w.loaded(RELOADED, OLD, NEW)
                                            .restart(new Restart.Impossible("it is paused", "resume it")))
                            .component("destination", c -> c.createdAt(again))
                            .component("proxy-injector", c -> c.createdAt(again))));
        }
    }

    @Nested
    class Ending {
        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void retiresTheOldAnchorWhenNothingUsesIt(Strategy strategy) {
            assertThat(step(decide(converged(), retireOld(strategy))))
                    .asInstanceOf(type(Step.SetPrevious.class))
                    .satisfies(set -> assertThat(set.anchors()).isEqualTo(AnchorSet.of(NEW)));
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void isDone(Strategy strategy) {
            assertThat(decide(retired(), retireOld(strategy))).isEqualTo(new Decision.Done());
        }

        @Test
        void purgingRestartsWhatMayTrustTheOldAnchor() {
            Intent purge = Intents.purging(retireOld(Strategy.SEAMLESS));
            Instant seen = LEAVES_RENEWED.plus(SEEN);
            assertWaitsUntil(seen, decide(retired(), purge));
            assertRestarts(decide(retired().now(seen), purge), "agent", "db", "web");
            assertRestarts(
                    decide(retired().now(seen.plusSeconds(60)).dataPlane(w -> w.loaded(seen, NEW)), purge),
                    "linkerd-destination",
                    "linkerd-proxy-injector");
            assertThat(decide(
                            retired()
                                    .now(seen.plusSeconds(60))
                                    .dataPlane(w -> w.loaded(seen, NEW))
                                    .controlPlane(c -> c.createdAt(seen)),
                            purge))
                    .isEqualTo(new Decision.Done());
        }

        @Test
        void purgingRestartsOfTheControlPlaneOnlyWhatMayTrustTheOldAnchorAndIdentityLast() {
            Intent purge = Intents.purging(retireOld(Strategy.SEAMLESS));
            Instant seen = LEAVES_RENEWED.plus(SEEN);
            Snapshots dataPlanePurged = retired().now(seen.plusSeconds(60)).dataPlane(w -> w.loaded(seen, NEW));
            Snapshots half = dataPlanePurged.component("destination", c -> c.createdAt(seen));
            assertRestarts(decide(half, purge), "linkerd-proxy-injector");
            assertRestarts(decide(half.component("proxy-injector", c -> c.createdAt(seen)), purge), "linkerd-identity");
        }
    }

    @Nested
    class Starting {
        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
        void renewsTheAnchor(Strategy strategy) {
            assertThat(step(decide(Snapshots.steady(), retireOld(strategy)))).isInstanceOf(Step.RenewAnchor.class);
        }

        @Test
        void nothingIsPurgedBeforeTheAnchorIsRenewed() {
            Snapshots young = Snapshots.steady().controlPlane(c -> c.createdAt(Pki.SET_UP));
            assertThat(step(decide(young, Intents.purging(retireOld(Strategy.PROMPT)))))
                    .isInstanceOf(Step.RenewAnchor.class);
        }

        @Test
        void anEarlierRequestIsNotServedTwice() {
            assertThat(decide(Snapshots.steady(), Intents.toRetire(NEW.fingerprint(), Strategy.SEAMLESS)))
                    .isEqualTo(new Decision.Done());
        }

        @Test
        void aLostRaceRenewsTheIssuerFirst() {
            assertThat(step(decide(Snapshots.steady().issuer(i -> i.renewalTime(Pki.NOW.plusSeconds(600))))))
                    .isInstanceOf(Step.RenewIssuer.class);
        }

        @Test
        void aHopelessRaceIsRefusedWithItsArithmetic() {
            assertRefused(
                    decide(Snapshots.steady()
                            .issuer(i -> i.lives(Duration.ofHours(1), Duration.ofMinutes(50))
                                    .renewalTime(Pki.NOW.plusSeconds(600)))),
                    "the restarts need 3",
                    "is renewed in 10m, a fresh one after 10m");
        }

        @ParameterizedTest
        @EnumSource(names = {"ENDANGERED", "RETIRING"})
        void waitsForTrustManagerToSeeTheSlotThatThisRotationHasMended(Phase mended) {
            Snapshots cluster = Snapshots.steady().now(Pki.NOW).bundle(b -> b.notSynced("SourceNotFound", "gone"));
            Intent intent = Intents.seen(retireOld(Strategy.SEAMLESS), mended, OLD, Pki.NOW.minusSeconds(9));
            Instant tooLate = Pki.NOW.plus(Policy.DEFAULT.spreadLimit());
            Intent steady = Intents.seen(intent, Phase.STEADY, OLD, Pki.NOW.minusSeconds(5));

            assertWaits(decide(cluster, steady), "trust-manager to sync Bundle linkerd-identity-trust-roots");
            assertRefused(decide(cluster.now(tooLate), steady), "is not synced");
        }

        @Test
        void refusesEachUnmetPrecondition() {
            refuses(Snapshots.steady().anchor(a -> a.noResource()), "the anchor's key is kept elsewhere");
            refuses(Snapshots.steady().issuer(i -> i.noResource()), "is not renewed by cert-manager");
            refuses(
                    Snapshots.steady().anchor(a -> a.rotationPolicy("Never")),
                    "spec.privateKey.rotationPolicy Never: a renewal would keep the old key; set it to Always");
            refuses(
                    Snapshots.steady().anchor(a -> a.rotationPolicy("")),
                    "spec.privateKey.rotationPolicy unset: a renewal would keep the old key");
            refuses(Snapshots.steady().config(false, "kubernetes.io/tls"), "identity.externalCA is false");
            refuses(Snapshots.steady().noConfig(), "no readable ConfigMap linkerd/linkerd-config");
            refuses(Snapshots.steady().bundle(b -> b.without(Role.ANCHOR)), "has no source for the anchor");
            refuses(Snapshots.steady().bundle(b -> b.without(Role.PREVIOUS)), "has no source for the previous anchor");
            refuses(
                    Snapshots.steady().bundle(b -> b.notSynced("SourceNotFound", "gone")),
                    "is not synced (SourceNotFound: gone)",
                    "mend it first: kubectl describe bundle linkerd-identity-trust-roots");
            refuses(
                    Snapshots.steady().previousText(PemBundle.write(AnchorSet.of(OLD)) + "-----BEGIN CERTIFICATE-----"),
                    "Secret cert-manager/linkerd-previous-anchor key tls.crt PEM block 2 has no end",
                    "copy the current anchor's certificate there");
            refuses(
                    Snapshots.steady().unmeshed("voting", 2),
                    "Deployment emojivoto/voting has 2 pods without the proxy that they should have",
                    "--leave Deployment/emojivoto/voting");
            refuses(Snapshots.steady().bundle(b -> b.rival("mine")), "Bundle mine writes ConfigMap");
            refuses(Snapshots.steady().link("east"), "Link linkerd-multicluster/east suggests", "--anchor-not-shared");
            refuses(Snapshots.steady().externalWorkload("vm"), "ExternalWorkload mixed-env/vm suggests");
            refuses(Snapshots.steady().without("identity"), "there is no Deployment linkerd/linkerd-identity");
            refuses(
                    Snapshots.steady().component("destination", c -> c.rollout(new Rollout.InFlight("0 of 1"))),
                    "Deployment linkerd/linkerd-destination is not rolled out (0 of 1)",
                    "mend it first: kubectl describe -n linkerd deployment linkerd-destination");
            refuses(
                    Snapshots.steady().component("destination", c -> c.rollout(new Rollout.Failed("no progress"))),
                    "Deployment linkerd/linkerd-destination is not rolled out (no progress)");
            refuses(
                    Snapshots.steady().injector(new InjectorHandout.NotAsked("forbidden")),
                    "cannot be proved: forbidden");
            refuses(
                    Snapshots.steady().injector(new InjectorHandout.NotInjecting("webhook down")),
                    "the injector does not inject (webhook down)",
                    "mend it first: capstan check says how");
            refuses(
                    Snapshots.steady()
                            .workload("web", w -> w.restart(new Restart.Impossible("it is paused", "resume it"))),
                    "Deployment emojivoto/web cannot be restarted: it is paused; resume it");
            refuses(
                    Snapshots.steady().now(OLD.notAfter().minus(Duration.ofHours(20))),
                    "expires at " + OLD.notAfter() + ", before the rotation can be over",
                    "--strategy prompt is shorter");
            refuses(Snapshots.steady().now(OLD.notAfter().plusSeconds(1)), "expired at " + OLD.notAfter());
        }

        private void refuses(Snapshots cluster, String... words) {
            assertRefused(decide(cluster), words);
        }

        @Test
        void somebodyMayGiveUpWhatWouldStopIt() {
            Snapshots cluster = Snapshots.steady()
                    .workload("web", w -> w.restart(new Restart.Impossible("it is paused", "resume it")))
                    .unmeshed("voting", 2);
            Intent leavingWeb =
                    Intents.leaving(retireOld(Strategy.SEAMLESS), new ObjectRef("Deployment", "emojivoto", "web"));
            assertRefused(decide(cluster, leavingWeb), "Deployment emojivoto/voting has 2 pods");
            Intent leavingBoth = Intents.leaving(leavingWeb, new ObjectRef("Deployment", "emojivoto", "voting"));
            assertThat(step(decide(cluster, leavingBoth))).isInstanceOf(Step.RenewAnchor.class);
        }

        @Test
        void somebodyMayVouchThatTheAnchorIsNotShared() {
            assertThat(step(decide(Snapshots.steady().link("east"), Intents.vouching(retireOld(Strategy.SEAMLESS)))))
                    .isInstanceOf(Step.RenewAnchor.class);
        }
    }

    @Nested
    class ClosedGates {
        private final Decision.Hold outside =
                new Decision.Hold(Gate.Kind.WINDOW, "no window is open", Optional.empty());
        private final Decision.Hold paused = new Decision.Hold(Gate.Kind.PAUSE, "paused", Optional.empty());
        private final Gates window = Gates.of(step -> step.disturbs() ? Optional.of(outside) : Optional.empty());
        private final Gates pause = Gates.of(step -> Optional.of(paused));

        @Test
        void holdWhatDisturbs() {
            assertThat(decide(Snapshots.steady(), window)).isEqualTo(outside);
            assertThat(decide(spread(), window)).isEqualTo(outside);
        }

        @Test
        void ofAWindowLetPassWhatNobodyNotices() {
            assertThat(step(decide(reloaded(), window))).isInstanceOf(Step.RenewIssuer.class);
            assertThat(step(decide(converged(), window))).isInstanceOf(Step.SetPrevious.class);
        }

        @Test
        void ofAPauseHoldEverything() {
            assertThat(decide(reloaded(), pause)).isEqualTo(paused);
        }

        private Decision decide(Snapshots cluster, Gates gates) {
            Snapshot snapshot = cluster.build();
            Intent intent = Intents.noted(snapshot, retireOld(Strategy.SEAMLESS));
            return Decider.decide(snapshot, intent, gates, Policy.DEFAULT);
        }
    }
}
