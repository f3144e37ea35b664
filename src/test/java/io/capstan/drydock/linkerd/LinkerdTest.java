package io.capstan.drydock.linkerd;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Certificates;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.ThePage;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.TrustAnchors;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkerdTest {
    private static final Duration LONGEST_LAG = Duration.ofSeconds(91);

    private final Drydock drydock = Drydock.afterThePage();
    private final Certificates certificates = drydock.certificates();

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void givesEveryPodOfTheMeshALeafUnderTheAnchorInItsOwnName() throws Exception {
        assertThat(drydock.linkerd().proxies()).hasSize(3 + 3 + 2 + 3 + 2).allSatisfy(proxy -> {
            assertThat(proxy.isReady()).isTrue();
            assertThat(proxy.anchors().certificates()).containsExactly(certificates.anchor());
            Chain leaf = proxy.leaf().orElseThrow();
            leaf.first().verify(certificates.issuer().getPublicKey());
            assertThat(leaf.first().getSubjectAlternativeNames()).containsExactly(List.of(2, proxy.dnsName()));
        });
        assertThat(proxyOf("linkerd-identity").dnsName())
                .isEqualTo("linkerd-identity.linkerd.serviceaccount.identity.linkerd.cluster.local");
    }

    @Test
    void takesARenewedIssuerOnceKubeletHasSwappedItsFiles() {
        renew("linkerd", "linkerd-identity-issuer");
        drydock.world().advance(Duration.ofSeconds(15));
        assertThat(events("IssuerUpdated")).isEmpty();

        drydock.world().advance(LONGEST_LAG);

        assertThat(issuerInUse()).isEqualTo(certificates.issuer());
        assertThat(events("IssuerUpdated")).hasSize(1).first().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getMessage()).isEqualTo("Updated identity issuer");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("Deployment");
            assertThat(event.getInvolvedObject().getName()).isEqualTo("linkerd-identity");
            assertThat(event.getInvolvedObject().getUid()).isNull();
        });
    }

    @Test
    void countsTheSameEventUp() {
        for (int i = 0; i < 2; i++) {
            renew("linkerd", "linkerd-identity-issuer");
            drydock.world().advance(LONGEST_LAG);
        }

        assertThat(events("IssuerUpdated"))
                .hasSize(1)
                .first()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(2));
    }

    @Test
    void startsTheSerialsOfItsLeavesAnewWithEachIssuer() {
        renew("linkerd", "linkerd-identity-issuer");
        drydock.world().advance(LONGEST_LAG);
        drydock.rollouts().restartDeployment("emojivoto", "web");
        awaitRollouts();

        assertThat(drydock.linkerd().proxies().stream()
                        .map(proxy -> proxy.leaf().orElseThrow().first())
                        .filter(leaf -> leaf.getSerialNumber().intValue() == 1))
                .hasSize(2);
    }

    @Test
    void skipsAnIssuerUnderAnAnchorThatItLoadedNotThoughTheBundleHasBoth() {
        X509Certificate before = issuerInUse();
        renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(LONGEST_LAG);
        assertThat(certificates.bundled()).hasSize(2);

        renew("linkerd", "linkerd-identity-issuer");
        drydock.world().advance(LONGEST_LAG);

        assertThat(issuerInUse()).isEqualTo(before);
        assertThat(events("IssuerUpdated")).isEmpty();
        assertThat(events("IssuerUpdateSkipped")).hasSize(1).first().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getMessage()).contains("certificate signed by unknown authority");
        });
    }

    @Test
    void takesTheNewIssuerWithoutAnEventWhenItIsStartedWithBothAnchors() {
        renew("cert-manager", "linkerd-trust-anchor");
        renew("linkerd", "linkerd-identity-issuer");

        drydock.rollouts().restartDeployment("linkerd", "linkerd-identity");
        awaitRollouts();

        assertThat(issuerInUse()).isEqualTo(certificates.issuer());
        assertThat(events("IssuerUpdated")).isEmpty();
        assertThat(events("IssuerUpdateSkipped")).isEmpty();
    }

    @Test
    void crashLoopsWithoutTheAnchorOfItsIssuerWhileTheOldReplicaServesUntilTheIssuerIsRenewed() {
        renew("cert-manager", "linkerd-trust-anchor");
        new ThePage(drydock.client()).copyTrustAnchorToPrevious();
        drydock.world().advance(Duration.ofSeconds(1));

        drydock.rollouts().restartDeployment("linkerd", "linkerd-identity");
        drydock.world().advance(Duration.ofMinutes(5));

        assertThat(identityPods()).hasSize(2);
        assertThat(identityPods().stream()
                        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                        .filter(status -> status.getState().getWaiting() != null)
                        .map(status -> status.getState().getWaiting().getReason()))
                .contains("CrashLoopBackOff");
        assertThat(drydock.linkerd().issuersInUse()).hasSize(1);

        renew("linkerd", "linkerd-identity-issuer");
        awaitRollouts();
        assertThat(issuerInUse()).isEqualTo(certificates.issuer());
    }

    @Test
    void refusesToIssueAndSaysSoOnceItsIssuerHasExpired() {
        drydock.certManager().stop();
        drydock.world().advance(Duration.ofHours(49));

        assertThat(events("IssuerValidationFailed")).isNotEmpty();
        assertThat(drydock.linkerd().proxies()).allSatisfy(proxy -> {
            assertThat(proxy.isReady()).isTrue();
            assertThat(proxy.leaf()
                            .orElseThrow()
                            .outsideOfItsValidity(drydock.clock().instant()))
                    .isPresent();
        });
        assertThat(drydock.probe().tally().failed()).isPositive();
    }

    @Test
    void showsInADryRunWhichBundleItHandsOut() {
        renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofSeconds(2));
        assertThat(anchorsOf(dryRun())).hasSize(1);

        drydock.world().advance(LONGEST_LAG);

        Pod injected = dryRun();
        assertThat(anchorsOf(injected)).hasSize(2).isEqualTo(certificates.bundled());
        assertThat(injected.getMetadata().getAnnotations())
                .containsEntry(Names.TRUST_ROOT_SHA256, Fingerprint.of(drydock.bundle()));
        assertThat(drydock.rollouts().pods("emojivoto"))
                .extracting(pod -> pod.getMetadata().getName())
                .doesNotContain("capstan-dry-run");
    }

    @Test
    void letsPodsComeUpWithoutAProxyWhileItsInjectorIsAway() {
        drydock.linkerd().injector().away(true);
        drydock.rollouts().restartDeployment("emojivoto", "api");
        awaitRollouts();

        assertThat(drydock.rollouts().pods("emojivoto").stream()
                        .filter(pod -> pod.getMetadata().getName().startsWith("api-")))
                .hasSize(2)
                .allSatisfy(pod -> {
                    assertThat(MeshedPod.of(pod)).isEmpty();
                    assertThat(pod.getMetadata().getLabels()).doesNotContainKey(Names.CONTROL_PLANE_NS);
                });
    }

    @Test
    void takesTheAnchorsOfTheControlPlaneFromTheConfigMapWhenAContainerStarts() {
        renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofSeconds(1));
        drydock.rollouts().restartDeployment("linkerd", "linkerd-destination");
        awaitRollouts();

        // from the API itself: no volume, no lag
        assertThat(proxyOf("linkerd-destination").anchors().fingerprints()).isEqualTo(certificates.bundled());
        assertThat(proxyOf("linkerd-proxy-injector").anchors().certificates()).hasSize(1);
    }

    private void renew(String namespace, String name) {
        int revision = certificates.revision(namespace, name);
        certificates.renew(namespace, name);
        drydock.world().advance(Duration.ofSeconds(1));
        assertThat(certificates.revision(namespace, name)).isEqualTo(revision + 1);
    }

    private void awaitRollouts() {
        drydock.until("the rollouts are done", drydock.rollouts()::areReady);
        // and the old pods gone
        drydock.world().advance(Duration.ofSeconds(5));
    }

    private X509Certificate issuerInUse() {
        assertThat(drydock.linkerd().issuersInUse()).hasSize(1);
        return drydock.linkerd().issuersInUse().values().iterator().next().first();
    }

    private List<Event> events(String reason) {
        return drydock.client().v1().events().inNamespace("linkerd").list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    private List<Pod> identityPods() {
        return drydock.client()
                .pods()
                .inNamespace("linkerd")
                .withLabel(Names.COMPONENT, "identity")
                .list()
                .getItems();
    }

    private Proxy proxyOf(String deployment) {
        return drydock.linkerd().proxies().stream()
                .filter(proxy -> proxy.pod().contains("/" + deployment + "-"))
                .findFirst()
                .orElseThrow();
    }

    private Pod dryRun() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("capstan-dry-run")
                .withNamespace("emojivoto")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("example.org/main:1")
                .endContainer()
                .endSpec()
                .build();
        return drydock.client()
                .pods()
                .inNamespace("emojivoto")
                .resource(pod)
                .dryRun(true)
                .create();
    }

    private static Set<String> anchorsOf(Pod pod) {
        return TrustAnchors.of(MeshedPod.of(pod).orElseThrow().literalAnchors().orElseThrow())
                .fingerprints();
    }
}
