package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line is said in one line, before any cluster is asked. */
class WrongUsageTest {
    private final Shell shell = Shell.withoutCluster().piped(Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sail | there is no command 'sail'; capstan --help says more",
                "chek | there is no command 'chek'; did you mean check? capstan --help says more",
                "--contxt=a check | there is no option '--contxt'; did you mean --context? capstan --help says more",
                "check --certificate | there is no option '--certificate'; did you mean --certificates? capstan check --help says more",
                "check well | there is no argument 'well'; capstan check --help says more",
                "check -o xml | --output is 'xml'; allowed are text and json; capstan check --help says more",
                "history -o xml | --output is 'xml'; allowed are text, json and markdown; capstan history --help says more",
                "completion tcsh | argument SHELL is 'tcsh'; allowed are bash, zsh and fish; capstan completion --help says more",
                "rotate --strategy hasty | --strategy is 'hasty'; allowed are seamless, prompt, documented and recover;"
                        + " capstan rotate --help says more",
                "plan --strategy hasty | --strategy is 'hasty'; allowed are seamless, prompt, documented and recover;"
                        + " capstan plan --help says more",
                "plan --leave web | --leave is 'web'; expected KIND/NAMESPACE/NAME such as Deployment/emojivoto/web;"
                        + " capstan plan --help says more",
                "plan --rollout-timeout soon | --rollout-timeout is 'soon'; expected a duration longer than 0, such as 10m, 36h or 3d;"
                        + " capstan plan --help says more",
                "plan --rollout-timeout 0s | --rollout-timeout is '0s'; expected a duration longer than 0, such as 10m, 36h or 3d;"
                        + " capstan plan --help says more",
                "plan --parallelism 0 | --parallelism is '0'; expected a whole number from 1 to 9999; capstan plan --help says more",
                "plan --parallelism x | --parallelism is 'x'; expected a whole number from 1 to 9999; capstan plan --help says more",
                "plan --parallelism 10000 | --parallelism is '10000'; expected a whole number from 1 to 9999;"
                        + " capstan plan --help says more",
                "pause --reason x --for ever | --for is 'ever'; expected a duration longer than 0, such as 10m, 36h or 3d;"
                        + " capstan pause --help says more",
                "pause --reason x --for 0s | --for is '0s'; expected a duration longer than 0, such as 10m, 36h or 3d;"
                        + " capstan pause --help says more",
                "pause | Missing required option: '--reason=TEXT'; capstan pause --help says more",
                "check --context | Missing required parameter for option '--context' (NAME); capstan check --help says more",
                "'' | name a command; capstan --help lists them",
            })
    void isToldInOneLine(String command, String line) {
        assertThat(shell.run(command.isEmpty() ? new String[0] : command.split(" ")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).isEqualTo(line + System.lineSeparator());
    }

    @Test
    void isToldForTheNameUnderWhichTheProgramWasStarted() {
        shell.as(Invocation.KUBECTL).run("check", "-o", "xml");
        assertThat(shell.err()).endsWith("; kubectl capstan check --help says more" + System.lineSeparator());
    }

    @Test
    void takesWordsInCapitalsToo() {
        assertThat(shell.run("completion", "FISH")).isZero();
    }
}
