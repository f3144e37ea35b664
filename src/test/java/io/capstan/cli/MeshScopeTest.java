package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A team looks at its own namespace. */
class MeshScopeTest {
    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check | emojivot | ; did you mean emojivoto?",
                "check | nope | ''",
                "plan | nope | ''",
            })
    void aNamespaceThatThereIsNotIsRefused(String command, String named, String meant) {
        assertThat(job.capstan(command, "-n", named)).isEqualTo(ExitCode.USAGE);
        assertThat(job.printed())
                .isEqualTo(
                        "--namespace is '" + named + "'; there is no such namespace" + meant + System.lineSeparator());
    }

    @Test
    void aNamespaceWithoutTheMeshIsNamedAsSuchAndTheRestIsCheckedAsEver() {
        int everywhere = job.capstan("check");
        assertThat(job.capstan("check", "-n", "cert-manager")).isEqualTo(everywhere);
        assertThat(job.printed().lines()).contains("    Namespace cert-manager: there is no meshed pod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "plan"})
    void oneNamespaceAndAllOfThemAreRefusedBeforeTheClusterIsAsked(String command) {
        job.drydock().api().faults(Trouble.apiServerAway());
        assertThat(job.capstan(command, "-n", "emojivoto", "-A")).isEqualTo(ExitCode.USAGE);
    }
}
