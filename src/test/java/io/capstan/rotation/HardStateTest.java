package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.trust.TrustState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HardStateTest {
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Instant FLIPPED = Pki.NOW.plusSeconds(900);

    /** The issuer and identity have moved to the new anchor, which no proxy has loaded. */
    private static Snapshots broken() {
        return Snapshots.renewed()
                .now(FLIPPED.plusSeconds(900))
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                .identity(c -> c.createdAt(FLIPPED));
    }

    @Test
    void whoRefusesItsPeersIsNamedUpToThreeAndTheRestCounted() {
        assertThat(HardState.broken(broken().state()))
                .isEqualTo("handshakes fail now: pods of Deployment linkerd/linkerd-destination, Deployment"
                        + " linkerd/linkerd-proxy-injector, DaemonSet emojivoto/agent and 2 more (such as"
                        + " linkerd-destination-0) do not trust "
                        + NEW.fingerprint().abbreviated()
                        + ", which may be in use");
    }

    @Test
    void whereThreeRefuseTheirPeersNoMoreAreCounted() {
        assertThat(HardState.broken(
                        broken().controlPlane(c -> c.createdAt(FLIPPED)).state()))
                .startsWith("handshakes fail now: pods of DaemonSet emojivoto/agent, StatefulSet emojivoto/db,"
                        + " Deployment emojivoto/web (such as ");
    }

    @Test
    void whatIsLostIsNamedWithTheBundleThatLacksIt() {
        Certificate other = Pki.OTHER.certificate();
        TrustState endangered = Snapshots.steady()
                .issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), other))
                .state();
        assertThat(HardState.endangered(endangered))
                .isEqualTo(other.fingerprint().abbreviated()
                        + " may be in use and is in neither source of Bundle linkerd-identity-trust-roots");
    }

    @Test
    void identityThatCannotServeIsFirstWhereSomebodyRefusesItsPeersToo() {
        TrustState stuck = Snapshots.steady()
                .identity(c -> c.noPods().pending(Pki.SET_UP))
                .workload("web", w -> w.loaded(Snapshots.MESHED, Pki.OTHER.certificate()))
                .state();
        assertThat(HardState.putsIdentityFirst(stuck, Strategy.SEAMLESS)).isTrue();
        assertThat(HardState.putsIdentityFirst(Snapshots.steady().state(), Strategy.SEAMLESS))
                .isFalse();
    }
}
