package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trust anchor's Secret has been deleted, and cert-manager is away. */
class NoAnchorTest {
    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "rotate --dry-run"})
    void thereIsNothingToPlanWithWhichIsSaid(String command) {
        job.drydock().certManager().stop();
        job.drydock()
                .client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-trust-anchor")
                .delete();

        assertThat(job.capstan(command.split(" "))).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed())
                .isEqualTo("there is no readable trust anchor to plan with; `capstan check` says more"
                        + System.lineSeparator());
    }
}
