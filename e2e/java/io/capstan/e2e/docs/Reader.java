package io.capstan.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Does on a fresh stack what a page of {@code docs/} says, command by command, and compares what they print with the page. */
final class Reader {
    private final List<String> departures = new ArrayList<>();
    private final RealStack stack;

    Reader(RealStack stack) {
        this.stack = stack;
        stack.shell()
                .bash("mkdir " + checkout() + " && cp -r k8s " + checkout())
                .expectSuccess();
    }

    /** @param condition of the blocks to follow */
    void follow(Section section, String condition) {
        List<Transcript> commands = section.blocks().stream()
                .filter(block -> block.condition().equals(condition))
                .flatMap(block -> block.commands().stream())
                .toList();
        assertThat(commands).as(section.title()).isNotEmpty();
        for (Transcript transcript : commands) {
            Shell.Result result = run(transcript.command());
            if (!transcript.isKeptBy(result.out() + result.err()) || !isWell(transcript, result)) {
                departures.add("$ " + transcript.command() + "\n" + result.out() + result.err() + "exit code "
                        + result.exitCode());
            }
        }
    }

    void assertThatEveryCommandPrintedWhatThePageSays() {
        assertThat(departures)
                .as("commands that print something else than the page says")
                .isEmpty();
    }

    /** A check that warns ends with 1. */
    private static boolean isWell(Transcript transcript, Shell.Result result) {
        return result.exitCode() == 0 || (transcript.command().contains("capstan check") && result.exitCode() == 1);
    }

    /** A reader has the program on the PATH; this mesh's leaves live for a minute, so what is configured fits that. */
    Shell.Result run(String command) {
        return stack.shell()
                .bash("export PATH=\"$PWD/target/quarkus-app/bin:$PATH\" LC_ALL=C.UTF-8"
                        + " CAPSTAN_VOLUME_LAG=4s CAPSTAN_CLOCK_SKEW=1s\ncd " + checkout() + "\n" + command);
    }

    /** Where a reader is: what they write beside the manifests is not to be in this checkout. */
    private Path checkout() {
        return stack.directory().resolve("clone").toAbsolutePath();
    }
}
