package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Snapshot STEADY = Snapshots.steady().build();

    @Nested
    class OfTheIssuersRenewal {
        private final Step hold = new Step.HoldIssuer(STEADY.issuer(), "unset");
        private final Step release = new Step.ReleaseIssuer(STEADY.issuer(), "RenewBefore");

        @Test
        void saysWhatIsChangedAndWhatIsGivenBack() {
            assertThat(hold.text())
                    .isEqualTo("hold the identity issuer's renewal (Certificate linkerd/linkerd-identity-issuer,"
                            + " spec.renewal.policy: Disabled)");
            assertThat(release.text())
                    .isEqualTo(
                            "give Certificate linkerd/linkerd-identity-issuer its renewal policy back (RenewBefore)");
        }

        @Test
        void disturbsNobody() {
            assertThat(hold.disturbs()).isFalse();
            assertThat(release.disturbs()).isFalse();
        }
    }

    @Nested
    class ThatRestarts {
        private Step restart(Cause cause) {
            return new Step.Restart(
                    STEADY.workloads().toList(), NEW.fingerprint().abbreviated(), cause);
        }

        @Test
        void disturbsUnlessHandshakesFailAlready() {
            assertThat(restart(Cause.LOAD_ANCHOR).disturbs()).isTrue();
            assertThat(restart(Cause.RESTORE_TRUST).disturbs()).isFalse();
        }
    }

    @Nested
    class OfThePreviousSlot {
        private Step.SetPrevious put(Snapshots cluster, Certificate... anchors) {
            return new Step.SetPrevious(cluster.build().previous(), AnchorSet.of(anchors));
        }

        @Test
        void saysWhatIsCreated() {
            assertThat(put(Snapshots.steady().noPrevious(), OLD).text())
                    .isEqualTo("create Secret cert-manager/linkerd-previous-anchor with " + name(OLD));
        }

        @Test
        void saysWhatIsAdded() {
            assertThat(put(Snapshots.steady(), OLD, NEW).text())
                    .isEqualTo("put " + name(NEW) + " into Secret cert-manager/linkerd-previous-anchor, beside what it"
                            + " holds");
        }

        @Test
        void saysWhatIsLeft() {
            assertThat(put(Snapshots.steady(), NEW).text())
                    .isEqualTo("make Secret cert-manager/linkerd-previous-anchor hold only " + name(NEW)
                            + ", so that the old anchor leaves the bundle");
        }

        private static String name(Certificate anchor) {
            return anchor.fingerprint().abbreviated();
        }
    }
}
