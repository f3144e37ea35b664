package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.ThePage;
import io.capstan.pki.AnchorSet;
import io.capstan.trust.Snapshot;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviousSlotTest extends OnDrydock {
    @Test
    void writesThePreviousSlotWithoutAnyKey() {
        Snapshot before = observe();
        AnchorSet anchors = AnchorSet.of(anchor(before));

        assertThat(new PreviousSlot(drydock.client()).write(before.previous(), anchors))
                .isEqualTo(new Outcome.Done());

        var secret = drydock.client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .get();
        assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key").containsEntry("tls.key", "");
        assertThat(Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of()))
                .doesNotContainKey(Sieve.LAST_APPLIED);
        assertThat(observe().previous().hasPrivateKey()).isFalse();
        assertThat(observe().previous().anchors()).isEqualTo(anchors);
        assertThat(new PreviousSlot(drydock.client()).write(before.previous(), anchors))
                .describedAs("on an old view")
                .isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void takesAwayTheCopyOfTheKeyThatKubectlLeftInAnAnnotation() {
        drydock.client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToAnnotations(Sieve.LAST_APPLIED, "{\"data\":{\"tls.key\":\"c2VjcmV0\"}}")
                        .addToAnnotations("kept", "yes")
                        .endMetadata()
                        .build());
        Snapshot before = observe();

        new PreviousSlot(drydock.client())
                .write(before.previous(), before.previous().anchors());

        assertThat(drydock.client()
                        .secrets()
                        .inNamespace("cert-manager")
                        .withName("linkerd-previous-anchor")
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .doesNotContainKey(Sieve.LAST_APPLIED)
                .containsEntry("kept", "yes");
    }

    @Test
    void makesThePreviousSlotWhereThereIsNone() {
        drydock.certificates().deletePrevious();
        Snapshot before = observe();
        assertThat(before.previous().exists()).isFalse();
        assertThat(before.bundle().resource().orElseThrow().sources()).anyMatch(source -> !source.found());

        assertThat(new PreviousSlot(drydock.client()).write(before.previous(), AnchorSet.of(anchor(before))))
                .isEqualTo(new Outcome.Done());

        assertThat(observe().previous().anchors()).isEqualTo(AnchorSet.of(anchor(before)));
        assertThat(observe().previous().hasPrivateKey()).isFalse();
    }

    @Test
    void aPersonCanCopyTheAnchorOverASlotThatWasMadeAgain() {
        drydock.certificates().deletePrevious();
        Snapshot before = observe();
        new PreviousSlot(drydock.client()).write(before.previous(), AnchorSet.of(anchor(before)));

        new ThePage(drydock.client()).copyTrustAnchorToPrevious();

        assertThat(observe().previous().hasPrivateKey()).isTrue();
    }

    @Test
    void namesSetupWhereTheSlotIsGoneAndMayNotBeCreated() {
        drydock.certificates().deletePrevious();
        Snapshot before = observe();
        drydock.api().forbid("create", "secrets");

        assertThat(new PreviousSlot(drydock.client()).write(before.previous(), AnchorSet.of(anchor(before))))
                .isInstanceOfSatisfying(
                        Outcome.Impossible.class,
                        impossible -> assertThat(impossible.why())
                                .contains("Secret cert-manager/linkerd-previous-anchor is gone")
                                .contains("create on secrets in namespace cert-manager")
                                .contains("run capstan setup"));
    }
}
