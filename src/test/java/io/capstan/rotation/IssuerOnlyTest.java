package io.capstan.rotation;

import static io.capstan.rotation.Decisions.assertWaits;
import static io.capstan.rotation.Decisions.assertWaitsUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark.Cause;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The issuer of revision 1 is to be replaced. */
class IssuerOnlyTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final IssuerOnly ALONE = new IssuerOnly(1, false);
    private static final IssuerOnly WITH_RESTART = new IssuerOnly(1, true);

    /** When every volume shows the issuer that was made at {@link Pki#NOW}. */
    private static final Instant SEEN = Pki.NOW.plus(Duration.ofSeconds(150));

    private static Decision decide(IssuerOnly wanted, Snapshots cluster) {
        return wanted.decide(cluster.build(), Policy.DEFAULT);
    }

    private static Snapshots replaced(Instant now) {
        return Snapshots.steady().now(now).issuer(i -> i.revision(2).changedAt(Pki.NOW));
    }

    private static void assertRefused(Decision decision, String words) {
        assertThat(decision)
                .asInstanceOf(type(Decision.Refuse.class))
                .satisfies(refuse ->
                        assertThat(refuse.reasons()).singleElement().asString().contains(words));
    }

    @Test
    void asksForANewIssuer() {
        assertThat(decide(ALONE, Snapshots.steady()))
                .asInstanceOf(type(Decision.Act.class))
                .satisfies(act -> assertThat(act.step()).isInstanceOf(Step.RenewIssuer.class));
    }

    @Test
    void isDoneAsSoonAsTheIssuerIsReplaced() {
        assertThat(decide(ALONE, replaced(Pki.NOW))).isEqualTo(new Decision.Done());
    }

    @Test
    void waitsForCertManagerButNotForEver() {
        Instant limit = Pki.NOW.plus(Policy.DEFAULT.renewalLimit());
        Snapshots issuing = Snapshots.steady().issuer(i -> i.issuing(Pki.NOW));
        assertWaits(
                decide(ALONE, issuing.now(limit)), "cert-manager to issue Certificate linkerd/linkerd-identity-issuer");
        assertRefused(
                decide(ALONE, issuing.now(limit.plusSeconds(1))),
                "cert-manager has not issued Certificate linkerd/linkerd-identity-issuer in time");
    }

    @Test
    void isRefusedInTheMiddleOfARotation() {
        assertRefused(decide(ALONE, Snapshots.renewed()), "the trust anchor is not steady (phase distributing)");
    }

    @Test
    void isRefusedWithoutTheCertificateOrAnAnchor() {
        assertRefused(
                decide(ALONE, Snapshots.steady().issuer(i -> i.noResource())),
                "Certificate linkerd/linkerd-identity-issuer or a readable trust anchor is missing");
        assertRefused(decide(ALONE, Snapshots.steady().anchor(a -> a.tlsCrt("rubbish"))), "is missing");
    }

    @Test
    void restartsNothingBeforeEveryVolumeShowsTheNewIssuer() {
        assertWaitsUntil(SEEN, decide(WITH_RESTART, replaced(SEEN.minusSeconds(1))));
    }

    @Test
    void thenRestartsWhatIsOlderForItsLeaves() {
        assertThat(decide(WITH_RESTART, replaced(SEEN).workload("db", w -> w.loaded(SEEN, OLD))))
                .asInstanceOf(type(Decision.Act.class))
                .extracting(Decision.Act::step)
                .asInstanceOf(type(Step.Restart.class))
                .satisfies(restart -> {
                    assertThat(restart.cause()).isEqualTo(Cause.RENEW_LEAF);
                    assertThat(restart.workloads())
                            .extracting(workload -> workload.ref().name())
                            .containsExactly("agent", "web");
                });
    }

    @Test
    void waitsForOldPodsThatAreOnTheirWayOut() {
        Snapshots leaving = replaced(SEEN)
                .dataPlane(w -> w.loaded(SEEN, OLD))
                .workload("web", w -> w.terminating(1, SEEN.minusSeconds(1), OLD));
        assertWaits(decide(WITH_RESTART, leaving), "old pods of Deployment emojivoto/web to be gone");
    }

    @Test
    void isDoneWhereEveryPodIsYoungerThanTheIssuerAlsoOneThatIsOnItsWayOut() {
        Snapshots young =
                replaced(SEEN).dataPlane(w -> w.loaded(SEEN, OLD)).workload("web", w -> w.terminating(1, SEEN, OLD));
        assertThat(decide(WITH_RESTART, young)).isEqualTo(new Decision.Done());
    }

    @Test
    void whatCannotBeRestartedIsLeftToRenewItsLeafByItself() {
        Snapshots paused =
                replaced(SEEN).dataPlane(w -> w.restart(new Restart.Impossible("it is paused", "resume it")));
        assertThat(decide(WITH_RESTART, paused)).isEqualTo(new Decision.Done());
    }
}
