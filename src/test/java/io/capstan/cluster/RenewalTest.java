package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalTest extends OnDrydock {
    @Test
    void asksForANewAnchorAsCmctlDoesAndKeepsWhatIsElseInTheStatus() {
        Snapshot before = observe();

        assertThat(new Renewal(drydock.client()).renew(before.anchor())).isEqualTo(new Outcome.Done());

        Snapshot asked = observe();
        assertThat(asked.anchor().resource().orElseThrow().issuing())
                .hasValueSatisfying(issuing -> assertThat(issuing.reason()).isEqualTo("ManuallyTriggered"));
        assertThat(asked.anchor().resource().orElseThrow().ready()).isTrue();
        assertThat(asked.anchor().isRenewing()).isTrue();
        assertThat(new Renewal(drydock.client()).renew(asked.anchor()))
                .describedAs("asking again does nothing")
                .isEqualTo(new Outcome.Done());
        drydock.world().advance(Duration.ofSeconds(10));
        Snapshot renewed = observe();
        assertThat(renewed.anchor().isRenewing()).isFalse();
        assertThat(anchor(renewed)).isNotEqualTo(anchor(before));
        assertThat(renewed.bundle().anchors()).isEqualTo(AnchorSet.of(anchor(before), anchor(renewed)));
    }

    @Test
    void doesNotRenewACertificateThatHasChangedSinceItWasSeen() {
        Snapshot before = observe();
        drydock.certificates().renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofSeconds(10));

        assertThat(new Renewal(drydock.client()).renew(before.anchor())).isInstanceOf(Outcome.Conflict.class);
    }
}
