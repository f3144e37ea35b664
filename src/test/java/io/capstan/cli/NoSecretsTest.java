package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.config.Key;
import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@code capstan.secrets: never}, on a cluster that answers every request for a Secret with 403. */
class NoSecretsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private final CronJob job = CronJob.on(Drydock.options().beforeThePage());
    private int askedBefore;

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void checkFindsWhatItFindsByReadingThem() {
        settledWithTheAnchorBeforeInAConfigMap();
        List<String> read = findings(job.json("check"));

        takeAwayEverySecret();
        assertThat(findings(job.json("check"))).isEqualTo(read);
        assertThat(job.printed())
                .contains("; not read, but issued so by CertificateRequest cert-manager/linkerd-trust-anchor-1")
                .contains("; not read, but issued so by CertificateRequest linkerd/linkerd-identity-issuer-1");
        assertThat(job.capstan("plan")).isZero();
        assertThat(job.capstan("status")).isZero();
        assertThat(secretsAsked()).isEmpty();
    }

    @Test
    void aSeamlessRotationEndsSteadyWithoutAFailedHandshake() {
        settledWithTheAnchorBeforeInAConfigMap();
        takeAwayEverySecret();
        job.with(Key.POLL_LONGEST, "3h").with(Key.LOCK_LIFE, "12h");
        String old = job.anchor();

        assertThat(job.capstan("rotate", "--yes")).as(job.printed()).isZero();
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.json("status").path("phase").asText()).isEqualTo("steady");
        assertThat(job.drydock().certificates().bundled()).containsExactly(job.anchor());
        assertThat(job.failedHandshakes()).isZero();
        assertThat(secretsAsked()).isEmpty();
    }

    @Test
    void passesRotateByThemselvesAndHoldTheIssuerToo() {
        settledWithTheAnchorBeforeInAConfigMap();
        takeAwayEverySecret();
        job.with(Key.MAX_AGE, "1s").with(Key.HOLD_ISSUER, "true");
        String old = job.anchor();

        job.passesUntil(job::isWaitingForLeaves, HOUR.multipliedBy(2));
        job.with(Key.MAX_AGE, "30d");
        job.passesUntil(HOUR.multipliedBy(3), job::isCompleted, Duration.ofDays(2));
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.drydock().certificates().bundled()).containsExactly(job.anchor());
        assertThat(asked().filter(request -> request.startsWith("PATCH /apis/apps/")))
                .filteredOn(request -> !request.endsWith("/linkerd-identity"))
                .doesNotHaveDuplicates()
                .anyMatch(request -> request.endsWith("/namespaces/emojivoto/deployments/web"));
        assertThat(job.failedHandshakes()).isZero();
        assertThat(secretsAsked()).isEmpty();
    }

    @Test
    void aPreviousAnchorInASecretIsRefusedWithWhatToDo() {
        try (CronJob page = CronJob.onThePagesCluster().with(Key.SECRETS, "never")) {
            page.kubectl().setRevisionHistoryLimits(2);
            assertThat(page.capstan("check")).isEqualTo(ExitCode.CLUSTER);
            assertThat(page.printed())
                    .hasLineCount(1)
                    .startsWith("Secret cert-manager/linkerd-previous-anchor is a source of Bundle"
                            + " linkerd-identity-trust-roots, and capstan.secrets is never: keep its certificates in a"
                            + " ConfigMap and name that in the Bundle");
        }
    }

    @Test
    void aCertificateWhoseRequestWouldBeGoneDuringARenewalIsRefusedBeforeThat() {
        settledWithTheAnchorBeforeInAConfigMap();
        takeAwayEverySecret();
        job.kubectl().setRevisionHistoryLimits(1);

        assertThat(job.capstan("check")).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.printed())
                .hasLineCount(1)
                .contains("Certificate cert-manager/linkerd-trust-anchor has spec.revisionHistoryLimit 1, expected 2");
    }

    @Test
    void setupIsForSomebodyWhoMayReadThem() {
        job.with(Key.SECRETS, "never");
        assertThat(job.capstan("setup")).isEqualTo(ExitCode.USAGE);
        assertThat(job.printed()).hasLineCount(1).contains("CAPSTAN_SECRETS=read");
        assertThat(secretsAsked()).isEmpty();
    }

    private void settledWithTheAnchorBeforeInAConfigMap() {
        assertThat(job.capstan("setup")).isZero();
        job.drydock().installLinkerd();
        job.kubectl().setRevisionHistoryLimits(2);
    }

    private void takeAwayEverySecret() {
        VERBS.forEach(verb -> job.drydock().api().forbid(verb, "secrets"));
        askedBefore = job.drydock().api().served().size();
        job.with(Key.SECRETS, "never");
    }

    private Stream<String> secretsAsked() {
        return asked().filter(request -> request.contains("/secrets"));
    }

    /** Requests since Secrets were taken away. */
    private Stream<String> asked() {
        return job.drydock().api().served().stream()
                .skip(askedBefore)
                .map(served -> served.method() + " " + served.path());
    }

    private static List<String> findings(JsonNode check) {
        return StreamSupport.stream(check.path("findings").spliterator(), false)
                .map(finding -> finding.path("id").asText() + " "
                        + finding.path("severity").asText() + " "
                        + finding.path("object").asText())
                .toList();
    }
}
