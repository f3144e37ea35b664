package io.capstan.check;

import static io.capstan.fixture.Snapshots.renewed;
import static io.capstan.fixture.Snapshots.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Restart;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The groups control plane, data plane and rotation. */
class MeshRulesTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Certificate OTHER = Pki.OTHER.certificate();

    @TestFactory
    Stream<DynamicTest> controlPlaneRolledOut() {
        Rollout waiting = new Rollout.InFlight("1 of 3 updated replicas are available");
        return RuleTable.of("control-plane-rolled-out")
                .ok("is well where every rollout is complete", steady(), "3 components")
                .critical(
                        "is critical where one has failed",
                        steady().identity(c -> c.rollout(new Rollout.Failed("ProgressDeadlineExceeded"))),
                        "Deployment linkerd/linkerd-identity is not rolled out: ProgressDeadlineExceeded",
                        "kubectl get pods -n linkerd")
                .warning(
                        "is a warning where one is incomplete and nothing is under way",
                        steady().component("destination", c -> c.rollout(waiting)),
                        "1 of 3 updated replicas")
                .info("is worth knowing during a rotation", renewed().component("destination", c -> c.rollout(waiting)))
                .critical("is critical without identity", steady().without("identity"), "is Linkerd installed?")
                .critical(
                        "says that a rotation begins with an identity that cannot serve",
                        renewed().identity(c -> c.noPods().pending(Snapshots.INSTALLED)),
                        "no replica of Deployment linkerd/linkerd-identity is ready",
                        "capstan rotate restarts it before all others")
                .critical(
                        "does not say so where the rotation is past that",
                        retired().identity(c -> c.noPods().unready(Pki.NOW.plusSeconds(600))),
                        "no replica of Deployment linkerd/linkerd-identity is ready",
                        "kubectl get pods -n linkerd")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> controlPlaneBundle() {
        return RuleTable.of("control-plane-bundle")
                .ok("is well where every pod has loaded the anchor", steady(), "3 control-plane pods have each loaded")
                .info(
                        "is worth knowing, with counts, while the anchor is being distributed",
                        renewed(),
                        "3 of 3 control-plane pods have not loaded the anchor " + name(NEW),
                        "Deployment linkerd/linkerd-identity (1)")
                .critical("is critical where handshakes fail for it", broken(), "refuse whatever it signed")
                .skipped(
                        "cannot be told of a pod that is older than the bundle's last change",
                        steady().bundle(b -> b.changedAt(Pki.ISSUED)),
                        "cannot be told")
                .skipped("is not asked without pods", steady().controlPlane(c -> c.noPods()))
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> injectorBundle() {
        return RuleTable.of("injector-bundle")
                .ok("is well where dry runs agree with the bundle", steady(), "3 dry runs gave 41e55f6eab80")
                .critical(
                        "is critical where new pods would not trust the anchor",
                        steady().injectorHandsOut(OTHER),
                        "expected 41e55f6eab80",
                        "kubectl rollout restart -n linkerd deployment linkerd-proxy-injector")
                .warning("is a warning where new pods would trust more", steady().injectorHandsOut(OLD, OTHER))
                .info(
                        "is worth knowing within the volume lag",
                        renewed().injectorHandsOut(OLD),
                        "volume is yet to show")
                .critical(
                        "is critical where one replica of several disagrees",
                        steady().injector(new InjectorHandout.Answers(List.of(set(OLD), set(OTHER), set(OLD)))))
                .critical(
                        "is critical where pods come up unmeshed",
                        steady().injector(new InjectorHandout.NotInjecting("the pod came back without linkerd-proxy")),
                        "silently unmeshed")
                .skipped(
                        "is about the Deployment of Linkerd, even where that is missing",
                        steady().without("proxy-injector")
                                .injector(new InjectorHandout.NotAsked("creating pods in emojivoto is forbidden")),
                        "Deployment linkerd/linkerd-proxy-injector: it was not asked")
                .skipped(
                        "is skipped with the reason where it may not be asked",
                        steady().injector(new InjectorHandout.NotAsked("creating pods in emojivoto is forbidden")),
                        "creating pods in emojivoto is forbidden")
                .skipped("is skipped without answers", steady().injector(new InjectorHandout.Answers(List.of())))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> proxiesTrustAnchor() {
        Snapshots half = renewed()
                .now(Pki.NOW.plusSeconds(1200))
                .workload("web", w -> w.loaded(Pki.NOW.plusSeconds(300), OLD, NEW));
        return RuleTable.of("proxies-trust-anchor")
                .ok("is well where every pod has loaded it", steady(), "8 meshed pods have each loaded")
                .info(
                        "is worth knowing, with the workloads, while the anchor is being distributed",
                        half,
                        "5 of 8 meshed pods have not loaded",
                        "DaemonSet emojivoto/agent (3), StatefulSet emojivoto/db (2)")
                .critical("is critical where handshakes fail for it", broken(), "8 of 8 meshed pods have not loaded")
                .skipped(
                        "cannot be told of some",
                        steady().workload("db", w -> w.unknown(Snapshots.MESHED)),
                        "StatefulSet emojivoto/db (2)")
                .skipped("is not asked without meshed pods", steady().noWorkloads(), "there is no meshed pod")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> proxiesUnmeshed() {
        return RuleTable.of("proxies-unmeshed")
                .ok("is well where none lacks its proxy", steady())
                .warning(
                        "is a warning, with counts, where some do",
                        steady().unmeshed("voting", 2).unmeshed("emoji", 1),
                        "3 pods should have a proxy and have none",
                        "Deployment emojivoto/voting (2, such as voting-0)")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> workloadsRestartable() {
        return RuleTable.of("workloads-restartable")
                .ok("is well where each can be restarted", steady(), "3 workloads")
                .warning(
                        "is a warning where one cannot",
                        steady().workload(
                                        "db",
                                        w -> w.restart(new Restart.Impossible(
                                                "its update strategy is OnDelete", "delete its pods one by one"))),
                        "1 workload cannot be restarted and stands in the way",
                        "StatefulSet emojivoto/db, its update strategy is OnDelete",
                        "delete its pods one by one")
                .info(
                        "is worth knowing where one ends by itself",
                        steady().workload(
                                        "Job",
                                        "import",
                                        1,
                                        w -> w.restart(new Restart.EndsByItself("it is a running Job"))),
                        "Job emojivoto/import, it is a running Job")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> rotationPhase() {
        return RuleTable.of("rotation-phase")
                .ok("is well where nothing is under way", steady(), "steady")
                .info(
                        "names the phase of a rotation",
                        renewed(),
                        "distributing: not every verifier is certain to have loaded the anchor " + name(NEW),
                        "capstan rotate goes on")
                .info("says what the bundle is yet to hold", renewed().bundle(b -> b.holds(OLD)), "spreading")
                .info("says that cert-manager is issuing", steady().anchor(a -> a.issuing(Pki.NOW)), "renewing")
                .critical("is critical where handshakes fail", broken(), "broken", "handshakes fail now")
                .critical(
                        "is critical where an anchor in use has left the sources",
                        steady().anchor(a -> a.holds(NEW)).previous(NEW).bundle(b -> b.holds(NEW)),
                        "endangered",
                        "back into Secret cert-manager/linkerd-previous-anchor")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    @Test
    void whatMayTrustTheOldAnchorIsUnderWayOnlyWhereSomebodyWantsItPurged() {
        Snapshot cluster = retired().bundle(b -> b.holds(NEW)).build();
        Asked purge = new Asked(Strategy.SEAMLESS, true, "", "", "", Set.of(), false);
        Optional<Intent> intent = Optional.of(Intent.begun(OLD.fingerprint(), purge, Pki.NOW));
        assertThat(Checkup.of(cluster, Policy.DEFAULT, intent).phase()).contains(Phase.PURGING);
        assertThat(Checkup.of(cluster, Policy.DEFAULT, Optional.empty()).phase())
                .contains(Phase.STEADY);
    }

    @TestFactory
    Stream<DynamicTest> rotationDeadline() {
        return RuleTable.of("rotation-deadline")
                .ok(
                        "is well where nothing breaks for long",
                        steady().anchor(a -> a.lives(Duration.ofHours(8760), Duration.ofHours(720))),
                        "2027-01-30T00:00:00Z")
                .warning(
                        "is a warning where the documented anchor is renewed unattended in 49 days",
                        steady(),
                        "mTLS breaks at 2026-04-30T00:00:00Z (in 49d 12h): cert-manager renews the trust anchor by itself")
                .critical(
                        "is critical in the last fortnight",
                        steady().now(Instant.parse("2026-04-29T00:00:00Z")),
                        "(in 1d)")
                .warning(
                        "is a warning during a rotation that has time enough",
                        renewed(),
                        "(in 1d 12h)",
                        "all restarts together need 35m")
                .critical(
                        "is critical during a rotation that has not",
                        renewed().now(Pki.ISSUED.plus(Pki.ISSUER_LIFE).minusSeconds(600)),
                        "(in 10m)")
                .skipped("is not judged without an anchor", steady().anchor(a -> a.noSecret()))
                .tests();
    }

    /** The issuer and identity have moved to the new anchor, which no proxy has loaded. */
    private static Snapshots broken() {
        return renewed()
                .now(Pki.NOW.plusSeconds(1800))
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                .identity(c -> c.createdAt(Pki.NOW.plusSeconds(900)));
    }

    /** The new anchor is the only one that is left, and trust-manager is yet to take the old one out of the bundle. */
    private static Snapshots retired() {
        Instant leavesRenewed = Pki.NOW.plusSeconds(1200);
        return renewed()
                .now(leavesRenewed.plusSeconds(1200))
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                .controlPlane(c -> c.createdAt(leavesRenewed))
                .identity(c -> c.createdAt(Pki.NOW.plusSeconds(600)))
                .dataPlane(w -> w.loaded(leavesRenewed, OLD, NEW))
                .previous(NEW)
                .bundle(b -> b.changedAt(leavesRenewed.plusSeconds(600)));
    }

    private static AnchorSet set(Certificate anchor) {
        return AnchorSet.of(anchor);
    }

    private static String name(Certificate anchor) {
        return anchor.fingerprint().abbreviated();
    }
}
