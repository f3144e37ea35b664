package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.demo.DemoCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands on a cluster as Linkerd's documentation sets it up. */
class CommandLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DemoCluster cluster = DemoCluster.start(new PrintStream(out, true, StandardCharsets.UTF_8));

    @BeforeEach
    void forgetTheStart() {
        out.reset();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void checkFindsTheTrapsOfTheDocumentationAndExitsWithOne() throws Exception {
        assertThat(cluster.capstan("check", "-o", "json")).isEqualTo(1);
        assertThat(json().path("status").asText()).isEqualTo("warning");
        assertThat(json().path("findings").findValuesAsText("id"))
                .contains("anchor-unattended-renewal", "previous-anchor-key");
    }

    @Test
    void planNamesEveryWorkloadAndWritesNothing() throws Exception {
        long before = cluster.drydock().api().version();
        assertThat(cluster.capstan("plan", "-o", "json")).isZero();
        assertThat(json().path("workloads").findValuesAsText("name"))
                .contains("web", "api", "db", "agent", "linkerd-identity");
        assertThat(cluster.drydock().api().version()).isEqualTo(before);
    }

    @Test
    void aRequestThatIsRepeatedAfterItsEndRotatesOnce() {
        assertThat(cluster.capstan("rotate", "--yes", "--strategy", "prompt", "--request-id", "job-1"))
                .isZero();
        var rotated = cluster.drydock().certificates().anchor();

        assertThat(cluster.capstan("rotate", "--yes", "--strategy", "prompt", "--request-id", "job-1"))
                .isZero();
        assertThat(cluster.drydock().certificates().anchor()).isEqualTo(rotated);
    }

    @Test
    void aRotationIsInTheHistoryAndItsReportFitsATicket() throws Exception {
        assertThat(cluster.capstan("rotate", "--yes", "--strategy", "prompt", "--reason", "yearly | audit"))
                .isZero();
        out.reset();

        assertThat(cluster.capstan("history", "-o", "json")).isZero();
        JsonNode listed =
                new ObjectMapper().readTree(printed().substring(printed().indexOf('[')));
        assertThat(listed).hasSize(1);
        String id = listed.path(0).path("id").asText();
        out.reset();

        assertThat(cluster.capstan("history")).isZero();
        assertThat(printed()).contains(id, "prompt", "yearly | audit");
        out.reset();

        assertThat(cluster.capstan("history", id, "-o", "markdown")).isZero();
        assertThat(printed())
                .contains(
                        "| reason | yearly \\| audit |", "## Certificates", "| Deployment emojivoto/web | restarted |")
                .contains("| trust before use |", "| use before distrust |");
        out.reset();

        assertThat(cluster.capstan("plan")).isZero();
        assertThat(printed()).containsPattern("expected times: [1-9][0-9]* measured in earlier rotations, 0 estimated");
    }

    @Test
    void anUnknownRotationIsRefusedWithTheOnesThereAre() {
        assertThat(cluster.capstan("history", "20200101T000000Z-00000000")).isEqualTo(2);
        assertThat(printed())
                .contains("there is no report of a rotation '20200101T000000Z-00000000'; there is none at all");
        assertThat(cluster.capstan("history", "-o", "markdown")).isEqualTo(64);
    }

    @Test
    void issuerOnlyRenewsTheIssuerAndKeepsTheAnchor() {
        var anchor = cluster.drydock().certificates().anchor();
        var issuer = cluster.drydock().certificates().issuer();

        assertThat(cluster.capstan("rotate", "--issuer-only", "--restart")).isZero();
        assertThat(cluster.drydock().certificates().anchor()).isEqualTo(anchor);
        assertThat(cluster.drydock().certificates().issuer()).isNotEqualTo(issuer);
        assertThat(cluster.drydock().probe().tally().failed()).isZero();
    }

    @Test
    void aMissingRightIsOneLineThatNamesItAndExitsWithThree() {
        cluster.drydock().api().forbid("list", "bundles");
        assertThat(cluster.capstan("check")).isEqualTo(3);
        assertThat(printed()).contains("list on bundles.trust.cert-manager.io").doesNotContain("\tat ");
    }

    @Test
    void wrongUsageExitsWithSixtyFour() {
        assertThat(cluster.capstan("rotate", "--strategy", "hasty")).isEqualTo(64);
        assertThat(printed()).contains("--strategy is 'hasty'; allowed are seamless, prompt, documented and recover");
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(printed().substring(printed().indexOf('{')));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
