package io.capstan.drydock.trustmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Certificates;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.ThePage;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrustManagerTest {
    private final Drydock drydock = Drydock.options().withoutLinkerd().afterThePage();
    private final Certificates certificates = drydock.certificates();

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void writesACertificateOnceThoughTwoSourcesHoldIt() {
        assertThat(certificates.bundled()).containsExactly(Fingerprint.of(certificates.anchor()));
        assertThat(Condition.holds(bundle(), "Synced")).isTrue();
    }

    @Test
    void writesBothAnchorsSortedByTheirHashAndTrimmedOnceTheAnchorIsRenewed() {
        String old = Fingerprint.of(certificates.anchor());

        renewAnchor();

        List<String> bundled = new ArrayList<>(certificates.bundled());
        assertThat(bundled)
                .containsExactlyInAnyOrder(old, Fingerprint.of(certificates.anchor()))
                .isSorted();
        assertThat(drydock.bundle()).isEqualTo(drydock.bundle().strip());
    }

    /** trust-manager 0.25, pkg/bundle/util.go: a condition of an older generation is written again. */
    @Test
    void saysThatItHasSeenAChangedBundleThoughNothingElseCameOfIt() {
        GenericKubernetesResource bundle = bundle();
        Fields.list(bundle, "spec", "sources")
                .get(1)
                .put("secret", Map.of("name", "linkerd-trust-anchor", "key", "ca.crt"));
        drydock.client()
                .genericKubernetesResources(Kinds.BUNDLE)
                .resource(bundle)
                .update();
        drydock.world().advance(Duration.ofMinutes(1));

        assertThat(bundle().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(Condition.isOfPresentGeneration(bundle(), "Synced")).isTrue();
    }

    @Test
    void dropsTheOneInBetweenWhenTheAnchorIsRenewedTwice() {
        String first = Fingerprint.of(certificates.anchor());
        renewAnchor();
        renewAnchor();

        assertThat(certificates.bundled()).containsExactlyInAnyOrder(first, Fingerprint.of(certificates.anchor()));
    }

    @Test
    void holdsTheNewAnchorAloneOnceItIsCopiedToThePrevious() {
        renewAnchor();
        new ThePage(drydock.client()).copyTrustAnchorToPrevious();
        drydock.world().advance(Duration.ofSeconds(1));

        assertThat(certificates.bundled()).containsExactly(Fingerprint.of(certificates.anchor()));
    }

    @Test
    void doesNotTouchItsStatusWhenOnlyTheContentsChange() {
        Object before = Fields.status(bundle());

        renewAnchor();

        assertThat(Fields.status(bundle())).isEqualTo(before);
    }

    @Test
    void leavesTheConfigMapAsItWasWhileASourceIsMissing() {
        String before = drydock.bundle();
        drydock.client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .delete();
        renewAnchor();

        assertThat(drydock.bundle()).isEqualTo(before);
        assertThat(Condition.of(bundle(), "Synced")).hasValueSatisfying(synced -> {
            assertThat(synced.holds()).isFalse();
            assertThat(synced.reason()).isEqualTo("SourceNotFound");
            assertThat(synced.message()).contains("linkerd-previous-anchor");
        });
    }

    @Test
    void revertsWhatIsEditedByHandWithinASecond() {
        String before = drydock.bundle();
        drydock.client()
                .configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .edit(map -> new ConfigMapBuilder(map)
                        .addToData("ca-bundle.crt", "nothing")
                        .build());
        drydock.world().advance(Duration.ofSeconds(1));

        assertThat(drydock.bundle()).isEqualTo(before);
    }

    @Test
    void writesOnlyIntoNamespacesWithTheLabel() {
        assertThat(drydock.client()
                        .configMaps()
                        .inNamespace("cert-manager")
                        .withName("linkerd-identity-trust-roots")
                        .get())
                .isNull();
    }

    private void renewAnchor() {
        certificates.renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofSeconds(1));
    }

    private GenericKubernetesResource bundle() {
        return drydock.client()
                .genericKubernetesResources(Kinds.BUNDLE)
                .withName("linkerd-identity-trust-roots")
                .require();
    }
}
