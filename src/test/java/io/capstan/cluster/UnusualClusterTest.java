package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.fixture.Pki;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle.Source;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Set-ups that differ from the page's. */
class UnusualClusterTest extends OnDrydock {
    private static final ResourceDefinitionContext BUNDLE = new ResourceDefinitionContext.Builder()
            .withGroup("trust.cert-manager.io")
            .withVersion("v1alpha1")
            .withPlural("bundles")
            .withKind("Bundle")
            .build();
    private static final ResourceDefinitionContext LINK = new ResourceDefinitionContext.Builder()
            .withGroup("multicluster.linkerd.io")
            .withVersion("v1alpha3")
            .withPlural("links")
            .withKind("Link")
            .withNamespaced(true)
            .build();

    @Test
    void thePreviousSlotMayBeAConfigMapAndTheBundleMayHaveFurtherSources() {
        createConfigMap("linkerd-previous-anchor", "ca.pem", Pki.OLD.certificate());
        createConfigMap("corporate", "roots.pem", Pki.OTHER.certificate());
        drydock.client()
                .genericKubernetesResources(BUNDLE)
                .withName("linkerd-identity-trust-roots")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"spec": {"sources": [
                          {"secret": {"name": "linkerd-trust-anchor", "key": "tls.crt"}},
                          {"configMap": {"name": "linkerd-previous-anchor", "key": "ca.pem"}},
                          {"configMap": {"name": "corporate", "key": "roots.pem"}},
                          {"configMap": {"name": "absent", "key": "roots.pem"}}]}}
                        """);

        Snapshot snapshot = observe();

        assertThat(snapshot.previous().ref()).hasToString("ConfigMap cert-manager/linkerd-previous-anchor");
        assertThat(snapshot.previous().anchors()).isEqualTo(AnchorSet.of(Pki.OLD.certificate()));
        assertThat(snapshot.bundle().resource().orElseThrow().sources())
                .extracting(Source::role, Source::found)
                .containsExactly(
                        tuple(Source.Role.ANCHOR, true),
                        tuple(Source.Role.PREVIOUS, true),
                        tuple(Source.Role.OTHER, true),
                        tuple(Source.Role.OTHER, false));
        assertThat(snapshot.bundle().fromOtherSources()).isEqualTo(AnchorSet.of(Pki.OTHER.certificate()));

        new PreviousSlot(drydock.client()).write(snapshot.previous(), AnchorSet.of(anchor(snapshot)));

        assertThat(observe().previous().anchors()).isEqualTo(AnchorSet.of(anchor(snapshot)));
    }

    @Test
    void aFailedRolloutNamesThePodsThatHoldItUp() {
        drydock.client()
                .apps()
                .deployments()
                .inNamespace("linkerd")
                .withName("linkerd-destination")
                .editStatus(deployment -> {
                    deployment
                            .getStatus()
                            .setConditions(List.of(new DeploymentConditionBuilder()
                                    .withType("Progressing")
                                    .withStatus("False")
                                    .withReason("ProgressDeadlineExceeded")
                                    .withMessage("ReplicaSet has timed out progressing.")
                                    .build()));
                    return deployment;
                });
        var pods = drydock.client()
                .pods()
                .inNamespace("linkerd")
                .withLabel("linkerd.io/control-plane-component", "destination");
        String pod = pods.list().getItems().get(0).getMetadata().getName();
        drydock.client().pods().inNamespace("linkerd").withName(pod).editStatus(present -> {
            present.getStatus()
                    .getConditions()
                    .removeIf(condition -> condition.getType().equals("Ready"));
            return present;
        });

        ControlPlane.Component destination =
                observe().controlPlane().component("destination").orElseThrow();

        assertThat(destination.workload().rollout())
                .isEqualTo(new Rollout.Failed("ProgressDeadlineExceeded: ReplicaSet has timed out progressing.;"
                        + " not ready: " + pod + " (Running)"));
    }

    @Test
    void aLinkToAnotherClusterMeansThatTheAnchorIsShared() {
        GenericKubernetesResource link = new GenericKubernetesResource();
        link.setApiVersion("multicluster.linkerd.io/v1alpha3");
        link.setKind("Link");
        link.setMetadata(new ObjectMetaBuilder()
                .withName("east")
                .withNamespace("linkerd")
                .build());
        drydock.client()
                .genericKubernetesResources(LINK)
                .inNamespace("linkerd")
                .resource(link)
                .create();

        assertThat(observe().sharing().links()).containsExactly(new ObjectRef("Link", "linkerd", "east"));
    }

    @Test
    void asksTheInjectorWithAPodThatNothingWouldComeOf() {
        JsonNode pod = InjectorProbe.pod("ns");

        assertThat(pod.at("/spec/schedulingGates/0/name").asText()).isNotEmpty();
        assertThat(pod.at("/spec/containers/0/image").asText()).startsWith("capstan.invalid/");
        assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/spec/containers/0/securityContext/allowPrivilegeEscalation")
                        .asBoolean(true))
                .isFalse();
        assertThat(pod.at("/spec/automountServiceAccountToken").isMissingNode()).isTrue();
    }

    private void createConfigMap(String name, String key, Certificate certificate) {
        drydock.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("cert-manager")
                        .withName(name)
                        .endMetadata()
                        .addToData(key, PemBundle.write(AnchorSet.of(certificate)))
                        .build())
                .create();
    }
}
