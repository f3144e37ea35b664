package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** cert-manager is kept from renewing the issuer while restarts are under way, and only then. */
class HeldIssuerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final CronJob job =
            CronJob.onThePagesCluster().with(Key.MAX_AGE, "1s").with(Key.HOLD_ISSUER, "true");

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void aPolicyThatWasNotSetIsUnsetAgainOnceTheRestartsAreOver() {
        List<String> policies = policiesOfOnePass();

        assertThat(policies).contains("Disabled");
        assertThat(job.isWaitingForLeaves()).isTrue();
        theIssuerIsRenewedByItselfAgain("");
    }

    @Test
    void aPassThatIsKilledRightAfterTheHoldLeavesItToTheNextToGiveBackWhatWasSet() {
        job.kubectl().setIssuersRenewalPolicy("RenewBefore");
        job.kill(Trouble.write("PATCH", "/certificates/linkerd-identity-issuer"));
        assertThat(job.kubectl().issuersRenewalPolicy()).isEqualTo("Disabled");

        assertThat(policiesOfOnePass()).contains("Disabled");
        theIssuerIsRenewedByItselfAgain("RenewBefore");
    }

    @Test
    void aPassThatIsKilledRightAfterTheAnchorsRenewalLeavesTheIssuerHeldForTheRestarts() {
        String old = job.anchor();
        job.kill(Trouble.write("PUT", "/certificates/linkerd-trust-anchor/status"));
        job.drydock().world().advance(HOUR);
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.kubectl().issuersRenewalPolicy()).isEqualTo("Disabled");

        assertThat(policiesOfOnePass()).contains("Disabled");
        theIssuerIsRenewedByItselfAgain("");
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void aHoldThatNobodyRemembersIsGivenBack() {
        job.kubectl().setIssuersRenewalPolicy("RenewBefore");
        job.kill(Trouble.write("PATCH", "/certificates/linkerd-identity-issuer"));
        job.kubectl().deleteIntent();
        job.with(Key.AUTOMATIC, "never");
        assertThat(job.capstan("check")).isPositive();
        assertThat(job.printed()).contains("its renewal is held", "no rotation is under way");

        assertThat(job.nextPass()).isZero();
        theIssuerIsRenewedByItselfAgain("RenewBefore");
    }

    /** It is the restarts that win the race: the hold would only have made it an easy one. */
    @ParameterizedTest
    @CsvSource({"403, Forbidden, certificates is forbidden", "400, BadRequest, unknown field spec.renewal"})
    void anUnattendedRenewalIsFinishedThoughNoHoldCanBeHad(int code, String reason, String message) {
        renewAnchor(Outcome.answer(code, reason, message));

        assertThat(job.nextPass()).as(job::printed).isZero();
        assertThat(job.printed().lines().filter(line -> line.startsWith("the issuer's renewal is not held: ")))
                .singleElement()
                .asString()
                .contains("Certificate linkerd/linkerd-identity-issuer", message);
        assertThat(job.isWaitingForLeaves()).as(job::printed).isTrue();

        job.passesUntil(HOUR, job::isCompleted, Duration.ofHours(26));
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void whatHoldsARotationHoldsItSinceTheFirstPassThoughNoHoldCanBeHad() {
        job.withWindow("0 22 * * *", "2h");
        renewAnchorWhereNoHoldCanBeHad();
        String since = "capstan_rotation_held_since_timestamp_seconds";
        job.passesUntil(() -> job.lastLine().contains("is held (window)"), HOUR);
        Instant first = job.metrics().instant(since);

        assertThat(job.nextPass()).isZero();
        assertThat(job.lastLine()).contains("is held (window)");
        assertThat(job.metrics().instant(since)).isEqualTo(first);
    }

    /** Or it would be taken for Capstan's hold, and given back. */
    @Test
    void whatAPersonDisablesWhereNoHoldCouldBeHadStaysDisabled() {
        renewAnchorWhereNoHoldCanBeHad();
        job.passesUntil(() -> job.printed().contains("is not held"), HOUR);
        job.drydock().api().faults(Fault.NONE);
        job.kubectl().setIssuersRenewalPolicy("Disabled");

        job.passesUntil(HOUR, job::isCompleted, Duration.ofHours(26));
        assertThat(job.kubectl().issuersRenewalPolicy()).isEqualTo("Disabled");
    }

    private void renewAnchorWhereNoHoldCanBeHad() {
        renewAnchor(Outcome.answer(403, "Forbidden", "certificates is forbidden"));
    }

    /** Unattended; whoever would hold the issuer's renewal is answered by {@code refusal}. */
    private void renewAnchor(Outcome refusal) {
        job.with(Key.MAX_AGE, "");
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock()
                .api()
                .faults(Trouble.before(Trouble.write("PATCH", "/certificates/linkerd-identity-issuer"), refusal));
    }

    private void theIssuerIsRenewedByItselfAgain(String policy) {
        assertThat(job.kubectl().issuersRenewalPolicy()).isEqualTo(policy);
        assertThat(job.kubectl().isIssuerMarkedAsHeld()).isFalse();
    }

    /** The issuer's renewal policies that one pass went through. */
    private List<String> policiesOfOnePass() {
        List<String> policies = new ArrayList<>();
        job.sleepBy(duration -> {
            job.drydock().world().advance(duration);
            policies.add(job.kubectl().issuersRenewalPolicy());
        });
        assertThat(job.nextPass()).isZero();
        return policies;
    }
}
