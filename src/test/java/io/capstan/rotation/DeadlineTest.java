package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Instant ISSUER_ENDS = Pki.ISSUER_OLD.certificate().notAfter();
    private static final Instant ISSUER_RENEWED = Pki.ISSUED.plus(Duration.ofHours(23));
    private static final Instant RELOADED = Pki.NOW.plus(Duration.ofMinutes(5));

    private static Deadline deadline(Snapshots cluster) {
        return Deadline.of(cluster.state());
    }

    /** No cert-manager renews the anchor by itself. */
    private static Snapshots attended(Snapshots cluster) {
        return cluster.anchor(a -> a.noRenewalTime());
    }

    private static void assertIssuerEnds(Deadline deadline) {
        assertThat(deadline.at()).isEqualTo(ISSUER_ENDS);
        assertThat(deadline.cause()).isEqualTo("the identity issuer expires and is not being renewed");
        assertThat(deadline.object()).hasToString("Certificate linkerd/linkerd-identity-issuer");
    }

    private static void assertAnchorEnds(Deadline deadline) {
        assertThat(deadline.at()).isEqualTo(OLD.notAfter());
        assertThat(deadline.cause()).isEqualTo("the trust anchor expires");
    }

    @Test
    void isTheEndOfTheAnchorWhereTheIssuerIsRenewed() {
        assertAnchorEnds(deadline(attended(Snapshots.steady())));
    }

    @Test
    void isTheEndOfThePreviousAnchorWhileThatIsInUse() {
        Deadline deadline = deadline(attended(Snapshots.renewed())
                .now(RELOADED)
                .dataPlane(w -> w.loaded(RELOADED, OLD, NEW))
                .controlPlane(c -> c.createdAt(RELOADED)));
        assertThat(deadline.at()).isEqualTo(OLD.notAfter());
        assertThat(deadline.cause())
                .isEqualTo("the previous anchor " + OLD.fingerprint().abbreviated() + ", still in use, expires");
        assertThat(deadline.object()).hasToString("Secret cert-manager/linkerd-previous-anchor");
    }

    @Test
    void isTheEndOfAnIssuerThatNobodyRenews() {
        assertIssuerEnds(deadline(Snapshots.steady().issuer(i -> i.noResource())));
        assertIssuerEnds(deadline(Snapshots.steady().issuer(i -> i.noRenewalTime())));
    }

    @Test
    void isTheEndOfAnIssuerWhoseRenewalHasFailed() {
        assertIssuerEnds(deadline(
                Snapshots.steady().issuer(i -> i.issuing(Pki.NOW).requestFailed("Denied", "the approver said no"))));
        assertAnchorEnds(deadline(attended(Snapshots.steady()).issuer(i -> i.issuing(Pki.NOW))));
        assertAnchorEnds(
                deadline(attended(Snapshots.steady()).issuer(i -> i.requestFailed("Denied", "the approver said no"))));
    }

    @Test
    void isTheIssuersRenewalOnceIdentityMayHaveLoadedAnAnchorThatOthersLack() {
        Deadline deadline = deadline(Snapshots.renewed().now(RELOADED).identity(c -> c.createdAt(Pki.NOW, RELOADED)));
        assertThat(deadline.at()).isEqualTo(ISSUER_RENEWED);
        assertThat(deadline.cause())
                .isEqualTo("the identity issuer is renewed under the new anchor while some proxies have not loaded it");
    }

    @Test
    void isTheEndOfTheIssuerInUseWhereIdentityWouldSkipAnother() {
        Deadline deadline = deadline(Snapshots.renewed());
        assertThat(deadline.at()).isEqualTo(ISSUER_ENDS);
        assertThat(deadline.cause())
                .startsWith("identity, which has not loaded the new anchor, runs out of its issuer; sooner if")
                .endsWith("(" + ISSUER_RENEWED + ")");
    }
}
