package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that could not be written is no success: half of a manifest would be applied. */
class LostOutputTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"install --image i", "uninstall", "completion bash", "--help", "check --help", "--version"})
    void isToldAndEndsTheCommandWithACodeOfItsOwn(String command) {
        assertThat(run(command, "No space left on device")).isEqualTo(ExitCode.OUTPUT);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("standard output could not be written (No space left on device); something of it is lost:"
                        + " run it again where it can be" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"install --image i", "--help"})
    void isNotToldToWhoeverHasReadEnough(String command) {
        assertThat(run(command, "Broken pipe")).isEqualTo(ExitCode.OUTPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int run(String command, String failure) {
        Console console = new Console(
                choice -> {
                    throw new AssertionError("this command asks no cluster");
                },
                new WatchedOutput(new Full(failure), StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.of(name -> Optional.empty(), StandardCharsets.UTF_8, false));
        return CommandLines.of(console).execute(command.split(" "));
    }

    /** As {@code /dev/full}. */
    private static final class Full extends OutputStream {
        private final String failure;

        Full(String failure) {
            this.failure = failure;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(failure);
        }
    }
}
