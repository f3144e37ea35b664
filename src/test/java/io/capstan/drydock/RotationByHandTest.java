package io.capstan.drydock;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.linkerd.Proxy;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.TrustAnchors;
import io.capstan.drydock.probe.Tally;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The orders in which a person may rotate the trust anchor, and what each does to the mesh, as with the real Linkerd. */
class RotationByHandTest {
    private static final Duration VOLUME_LAG = Duration.ofSeconds(95);

    private Drydock drydock = Drydock.afterThePage();

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void breaksHandshakesInThePagesOwnOrder() {
        renewAnchor();
        renewIssuer();
        restartControlPlane();
        restartDataPlane();
        retire();

        assertThat(drydock.probe().tally().failed()).isPositive();
    }

    @Test
    void breaksEvenMoreInThePagesOrderWhereLeavesExpireBeforeTheWorkloadsAreRestarted() {
        drydock.close();
        drydock = Drydock.options().leafLifetime(Duration.ofMinutes(1)).afterThePage();
        renewAnchor();
        renewIssuer();
        restartControlPlane();
        drydock.world().advance(Duration.ofMinutes(3));

        assertThat(drydock.linkerd().proxies())
                .filteredOn(proxy -> proxy.pod().startsWith("emojivoto/"))
                .allSatisfy(proxy -> {
                    assertThat(proxy.failure())
                            .hasValueSatisfying(why -> assertThat(why).contains("cannot be reached"));
                    assertThat(proxy.leaf()
                                    .orElseThrow()
                                    .outsideOfItsValidity(drydock.clock().instant()))
                            .isPresent();
                });
    }

    @Test
    void breaksNothingInTheSeamlessOrder() {
        renewAnchor();
        restartDataPlane();
        restartControlPlaneWithIdentityLast();
        renewIssuer();
        drydock.world().advance(Duration.ofHours(24));
        assertThat(underTheNewAnchor()).allMatch(isUnder -> isUnder);
        retire();
        restartDataPlane();

        Tally tally = drydock.probe().tally();
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.failed()).isZero();
        assertThat(tally.blockedStarts()).isEmpty();
        assertThat(tally.handshakes()).isGreaterThan(10_000);
    }

    @Test
    void breaksNothingWhereTheIssuerFlippedEarlyAndIdentityIsRestartedLast() {
        renewAnchor();
        renewIssuer();
        drydock.world().advance(VOLUME_LAG);
        restartDataPlane();
        restartControlPlaneWithIdentityLast();
        drydock.world().advance(Duration.ofHours(24));
        retire();

        assertThat(drydock.probe().tally().failures()).isEmpty();
        assertThat(underTheNewAnchor()).allMatch(isUnder -> isUnder);
    }

    @Test
    void breaksTheOneWorkloadThatWasLeftOut() {
        renewAnchor();
        drydock.rollouts().restartDeployment("emojivoto", "web");
        settle();
        restartControlPlaneWithIdentityLast();
        renewIssuer();
        drydock.world().advance(Duration.ofHours(20));

        assertThat(drydock.probe().tally().failures())
                .isNotEmpty()
                .allMatch(failure -> failure.client().contains("/api-")
                        || failure.server().contains("/api-")
                        || failure.client().contains("/db-")
                        || failure.server().contains("/db-")
                        || failure.client().contains("/agent-")
                        || failure.server().contains("/agent-"));
    }

    @Test
    void letsNoNewPodStartWhereTheOldAnchorIsRetiredBeforeIdentitysOwnLeafHasMoved() {
        renewAnchor();
        restartDataPlane();
        restartControlPlaneWithIdentityLast();
        renewIssuer();
        retire();
        assertThat(drydock.probe().tally().blocked()).isZero();

        drydock.rollouts().scaleDeployment("emojivoto", "web", 4);
        drydock.world().advance(Duration.ofMinutes(10));

        assertThat(drydock.probe().tally().failed()).isZero();
        assertThat(drydock.probe().tally().blocked()).isEqualTo(1);
        assertThat(drydock.probe().tally().blockedStarts().get(0).why()).contains("unknown authority");
        assertThat(drydock.rollouts().areReady()).isFalse();

        drydock.world().advance(Duration.ofHours(17));
        assertThat(drydock.rollouts().areReady()).isTrue();
    }

    private void renewAnchor() {
        drydock.renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(VOLUME_LAG);
    }

    private void renewIssuer() {
        drydock.renew("linkerd", "linkerd-identity-issuer");
        drydock.world().advance(VOLUME_LAG);
    }

    private void restartDataPlane() {
        drydock.rollouts().restartAll("emojivoto");
        settle();
    }

    private void restartControlPlane() {
        drydock.rollouts().restartAll("linkerd");
        settle();
    }

    private void restartControlPlaneWithIdentityLast() {
        for (String deployment : List.of("linkerd-destination", "linkerd-proxy-injector", "linkerd-identity")) {
            drydock.rollouts().restartDeployment("linkerd", deployment);
            settle();
        }
    }

    private void retire() {
        new ThePage(drydock.client()).copyTrustAnchorToPrevious();
        drydock.world().advance(VOLUME_LAG);
        assertThat(drydock.certificates().bundled()).hasSize(1);
    }

    private void settle() {
        drydock.until("the rollouts are done", drydock.rollouts()::areReady);
    }

    private List<Boolean> underTheNewAnchor() {
        TrustAnchors newAnchor = new TrustAnchors(List.of(drydock.certificates().anchor()));
        return drydock.linkerd().proxies().stream()
                .map(Proxy::leaf)
                .map(leaf -> newAnchor
                        .refusal(
                                new Chain(leaf.orElseThrow().certificates()),
                                drydock.clock().instant())
                        .isEmpty())
                .toList();
    }
}
