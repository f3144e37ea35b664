package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Admission;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.DataPlane.Unmeshed;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PodGroup;
import io.capstan.trust.Snapshot;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPlaneObserverTest extends OnDrydock {
    @Test
    void resolvesWhatRunningPodsHoldAfterTheBundleHasChanged() {
        Certificate old = anchor(observe());
        drydock.certificates().renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofMinutes(5));
        drydock.rollouts().restartDeployment("emojivoto", "web");
        drydock.until("web is restarted", drydock.rollouts()::areReady);
        drydock.world().advance(Duration.ofMinutes(1));

        Snapshot snapshot = observe();

        AnchorSet both = AnchorSet.of(old, anchor(snapshot));
        assertThat(loaded(snapshot, "web")).containsOnly(new Loaded.Exactly(both, Loaded.Grade.READ));
        assertThat(loaded(snapshot, "db")).containsOnly(new Loaded.Exactly(AnchorSet.of(old), Loaded.Grade.READ));
        assertThat(snapshot.injector())
                .isInstanceOfSatisfying(
                        InjectorHandout.Answers.class,
                        answers -> assertThat(answers.agreeOn(both)).isTrue());
    }

    /** A StatefulSet gives its new pod the name of the old one, which stood for all that were injected with the same. */
    @Test
    void isNotDeceivedByAPodThatIsReplacedBetweenTwoReads() {
        Certificate old = anchor(observe());
        var apps = drydock.client().apps();
        apps.daemonSets().inNamespace("emojivoto").delete();
        apps.deployments().inNamespace("emojivoto").withName("api").delete();
        drydock.certificates().renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofMinutes(5));
        drydock.api().faults(new Fault() {
            private final AtomicBoolean isDone = new AtomicBoolean();

            @Override
            public Outcome after(Request request) {
                if (request.path().equals("/api/v1/pods") && !isDone.getAndSet(true)) {
                    drydock.client()
                            .pods()
                            .inNamespace("emojivoto")
                            .withLabel("app", "db")
                            .delete();
                    drydock.world().advance(Duration.ofMinutes(5));
                }
                return Outcome.pass();
            }
        });

        Snapshot snapshot = observe();

        assertThat(anchor(snapshot)).isNotEqualTo(old);
        assertThat(loaded(snapshot, "web")).isNotEmpty().noneMatch(loaded -> loaded.has(anchor(snapshot)));
    }

    @Test
    void findsPodsThatCameUpWithoutTheirProxy() {
        drydock.api().admission(Admission.NONE);
        drydock.rollouts().restartDeployment("emojivoto", "web");
        drydock.until("web is restarted", drydock.rollouts()::areReady);

        Snapshot snapshot = observe();

        assertThat(snapshot.dataPlane().unmeshed()).singleElement().satisfies(unmeshed -> {
            assertThat(unmeshed.owner()).hasToString("Deployment emojivoto/web");
            assertThat(unmeshed.pods()).isEqualTo(3);
        });
        assertThat(snapshot.injector())
                .isEqualTo(new InjectorHandout.NotInjecting("a pod created by dry run in namespace emojivoto came back"
                        + " without the container linkerd-proxy"));
    }

    /** However many others there are that need none. */
    @Test
    void findsThemBehindPodsThatTheInjectorPassesOver() {
        for (int i = 0; i < 60; i++) {
            drydock.client().resource(bare("emojivoto", "a-node-" + i, true)).create();
        }
        drydock.api().admission(Admission.NONE);
        drydock.rollouts().restartDeployment("emojivoto", "web");
        drydock.until("web is restarted", drydock.rollouts()::areReady);

        assertThat(observe().dataPlane().unmeshed())
                .extracting(Unmeshed::owner)
                .extracting(ObjectRef::toString)
                .containsExactly("Deployment emojivoto/web");
    }

    /** Its namespace selector in Linkerd's chart names them; a pod there has no proxy whatever the annotation says. */
    @ParameterizedTest
    @CsvSource({"kube-system, 0", "cert-manager, 0", "emojivoto, 1"})
    void missesNoProxyWhereTheInjectorLooksAtNothing(String namespace, int found) {
        drydock.api().admission(Admission.NONE);
        drydock.client()
                .namespaces()
                .withName(namespace)
                .edit(present -> new NamespaceBuilder(present)
                        .editMetadata()
                        .addToAnnotations("linkerd.io/inject", "enabled")
                        .endMetadata()
                        .build());
        drydock.client().resource(bare(namespace, "bare", false)).create();

        assertThat(observe().dataPlane().unmeshed()).hasSize(found);
    }

    private static Pod bare(String namespace, String name, boolean onHostNetwork) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHostNetwork(onHostNetwork)
                .addNewContainer()
                .withName("main")
                .withImage("main")
                .endContainer()
                .endSpec()
                .build();
    }

    private static List<Loaded> loaded(Snapshot snapshot, String name) {
        return workload(snapshot, name).pods().stream().map(PodGroup::loaded).toList();
    }
}
