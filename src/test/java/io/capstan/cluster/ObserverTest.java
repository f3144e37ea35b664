package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.capstan.drydock.Drydock;
import io.capstan.drydock.api.Served;
import io.capstan.fixture.Installations;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Linkerd;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PodGroup;
import io.capstan.trust.Restart;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle.Source;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is seen of a cluster as the page leaves it, with a small mesh on it. */
class ObserverTest {
    private static final int REQUESTS = 28;

    private static Drydock drydock;
    private static Snapshot snapshot;
    private static List<Served> requests;

    @BeforeAll
    static void observe() {
        drydock = Drydock.options().injectorReplicas(1).workloads("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: bare
                          namespace: emojivoto
                        spec:
                          containers: [{name: bare, image: example.org/bare:1}]
                        """).afterThePage();
        snapshot = new Observer(drydock.client(), Installations.ofTheDocumentation()).observe();
        requests = drydock.api().served();
        Logger.getLogger(ObserverTest.class.getName())
                .log(Level.INFO, "one observation of a small mesh took {0} requests", requests.size());
    }

    @AfterAll
    static void close() {
        drydock.close();
    }

    @Test
    void needsFewRequestsAndWritesNothing() {
        assertThat(requests).hasSizeLessThanOrEqualTo(REQUESTS);
        assertThat(requests).noneMatch(served -> served.request().writes());
        assertThat(requests).allMatch(served -> served.status() < 400);
    }

    @Test
    void takesTheTimeFromTheApiServer() {
        assertThat(snapshot.now()).isEqualTo(drydock.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void seesTheAnchor() {
        CertificateResource resource = snapshot.anchor().resource().orElseThrow();

        assertThat(snapshot.anchor().certificate()).contains(anchor());
        assertThat(anchor().isSelfSigned()).isTrue();
        assertThat(resource.issuerRef().ref()).hasToString("Issuer cert-manager/linkerd-trust-root-issuer");
        assertThat(resource.issuerRef().isSelfSigned()).isTrue();
        assertThat(resource.issued()).contains(anchor());
        assertThat(snapshot.anchor().isRenewing()).isFalse();
        assertThat(snapshot.anchor().secret().orElseThrow().hasPrivateKey()).isTrue();
        assertThat(snapshot.anchor().secret().orElseThrow().keys())
                .containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt");
    }

    @Test
    void seesTheIssuer() {
        CertificateResource resource = snapshot.issuer().resource().orElseThrow();

        assertThat(snapshot.issuer().certificate().orElseThrow().isSignedBy(anchor()))
                .isTrue();
        assertThat(resource.issuerRef().ref()).hasToString("ClusterIssuer linkerd-identity-issuer");
        assertThat(resource.issuerRef().type()).isEqualTo("ca");
        assertThat(resource.request().orElseThrow().failed()).isFalse();
    }

    @Test
    void seesThatThePreviousSlotIsACopyOfTheAnchorWithItsKey() {
        assertThat(snapshot.previous().ref()).hasToString("Secret cert-manager/linkerd-previous-anchor");
        assertThat(snapshot.previous().anchors()).isEqualTo(AnchorSet.of(anchor()));
        assertThat(snapshot.previous().hasPrivateKey()).isTrue();
    }

    @Test
    void seesTheBundleAndWhatItIsMadeOf() {
        assertThat(snapshot.bundle().resource().orElseThrow().synced()).isTrue();
        assertThat(snapshot.bundle().resource().orElseThrow().sources())
                .extracting(Source::role, Source::found)
                .containsExactly(tuple(Source.Role.ANCHOR, true), tuple(Source.Role.PREVIOUS, true));
        assertThat(snapshot.bundle().anchors()).isEqualTo(AnchorSet.of(anchor()));
        assertThat(snapshot.bundle().configMap().orElseThrow().managers()).hasSize(1);
        assertThat(snapshot.bundle().rivals()).isEmpty();
    }

    @Test
    void seesHowLinkerdIsInstalled() {
        assertThat(snapshot.linkerd().labelled()).isTrue();
        assertThat(snapshot.linkerd().config())
                .contains(new Linkerd.Config(true, "kubernetes.io/tls", "cluster.local"));
        assertThat(snapshot.linkerd().issuanceLifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(snapshot.linkerd().clockSkewAllowance()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void seesTheControlPlane() {
        assertThat(snapshot.controlPlane().components())
                .extracting(ControlPlane.Component::name)
                .contains(ControlPlane.IDENTITY, ControlPlane.INJECTOR, "destination");
        assertThat(snapshot.controlPlane().components()).allSatisfy(component -> {
            assertThat(component.workload().rollout()).isEqualTo(new Rollout.Complete());
            assertThat(component.pods()).isNotEmpty().allSatisfy(pod -> {
                assertThat(pod.ready()).isTrue();
                assertThat(pod.startedAt())
                        .hasValueSatisfying(started -> assertThat(started).isAfterOrEqualTo(pod.createdAt()));
            });
        });
    }

    @Test
    void countsMeshedPodsByTheirOwnerAndWhatTheyHold() {
        assertThat(snapshot.dataPlane().workloads())
                .extracting(workload -> workload.workload().ref().toString(), ObserverTest::pods)
                .containsExactly(
                        tuple("DaemonSet emojivoto/agent", 2),
                        tuple("Deployment emojivoto/api", 2),
                        tuple("Deployment emojivoto/web", 3),
                        tuple("Pod emojivoto/bare", 1),
                        tuple("StatefulSet emojivoto/db", 3));
        assertThat(snapshot.dataPlane().workloads())
                .allSatisfy(workload -> assertThat(workload.pods())
                        .singleElement()
                        .satisfies(pods -> assertThat(pods.loaded())
                                .isEqualTo(new Loaded.Exactly(AnchorSet.of(anchor()), Loaded.Grade.READ))));
        assertThat(snapshot.dataPlane().unmeshed()).isEmpty();
    }

    @Test
    void knowsThatNothingRestartsABarePod() {
        assertThat(snapshot.dataPlane().workloads())
                .filteredOn(workload -> workload.workload().ref().equals(new ObjectRef("Pod", "emojivoto", "bare")))
                .singleElement()
                .satisfies(
                        workload -> assertThat(workload.workload().restart()).isInstanceOf(Restart.Impossible.class));
    }

    @Test
    void asksTheInjectorThreeTimesAReplica() {
        assertThat(snapshot.injector())
                .isEqualTo(new InjectorHandout.Answers(
                        List.of(AnchorSet.of(anchor()), AnchorSet.of(anchor()), AnchorSet.of(anchor()))));
    }

    @Test
    void findsNobodyElseWhoTrustsTheAnchor() {
        assertThat(snapshot.sharing().isShared()).isFalse();
    }

    private static int pods(MeshedWorkload workload) {
        return workload.pods().stream().mapToInt(PodGroup::count).sum();
    }

    private static Certificate anchor() {
        return snapshot.anchor().certificate().orElseThrow();
    }
}
