package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundle is empty and nobody writes it: that is waited for, not for ever, before a rotation as well as within one. */
class StalledTrustManagerTest {
    private final CronJob job = CronJob.on(Drydock.options().afterThePage());

    @BeforeEach
    void emptyTheBundle() {
        job.drydock().trustManager().stop();
        job.drydock()
                .client()
                .configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .edit(map -> {
                    map.setData(Map.of("ca-bundle.crt", ""));
                    return map;
                });
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotate --yes", "rotate --yes --no-wait"})
    void isToldInTheTimeThatItMayTake(String command) {
        Instant start = job.drydock().clock().instant();

        assertThat(job.capstan(command.split(" "))).as(job::printed).isEqualTo(ExitCode.REFUSED);

        assertThat(job.printed())
                .contains("waiting for trust-manager to write ConfigMap linkerd/linkerd-identity-trust-roots")
                .contains("refused: ConfigMap linkerd/linkerd-identity-trust-roots holds none, expected")
                .contains("does trust-manager run?");
        assertThat(Duration.between(start, job.drydock().clock().instant()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }
}
