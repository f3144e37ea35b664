package io.capstan.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code docs/getting-started.md}, as written, on a fresh stack: every command of it, and what it says they print. */
class GettingStartedIT {
    private static final Path PAGE = Path.of("docs/getting-started.md");
    private static final String AFTER_LINKERD = "after-linkerd";

    private final List<String> departures = new ArrayList<>();
    private RealStack stack;

    @BeforeEach
    void start(TestInfo test) {
        stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        stack.shell()
                .bash("mkdir " + checkout() + " && cp -r k8s " + checkout())
                .expectSuccess();
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void leadsThereFromAnEmptyCluster() {
        Section first = Section.of(PAGE, "First way: Linkerd is not there yet");
        follow(first, "");
        try (RealMesh mesh = RealMesh.on(stack)) {
            follow(first, AFTER_LINKERD);
            followTheRest();
        }
    }

    @Test
    void leadsThereFromAClusterThatWasSetUpByTheDocumentation() {
        new Page(stack).setUp();
        try (RealMesh mesh = RealMesh.on(stack)) {
            follow(Section.of(PAGE, "Second way: Linkerd is there"), "");
            followTheRest();
        }
    }

    private void followTheRest() {
        follow(Section.of(PAGE, "Install Capstan"), "");
        follow(Section.of(PAGE, "An alert on your phone"), "");
        assertThat(departures)
                .as("commands that print something else than the page says")
                .isEmpty();
    }

    private void follow(Section section, String condition) {
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

    /** A check that warns ends with 1. */
    private static boolean isWell(Transcript transcript, Shell.Result result) {
        return result.exitCode() == 0 || (transcript.command().equals("capstan check") && result.exitCode() == 1);
    }

    /** A reader has the program on the PATH; this mesh's leaves live for a minute, so what is configured fits that. */
    private Shell.Result run(String command) {
        return stack.shell()
                .bash("export PATH=\"$PWD/target/quarkus-app/bin:$PATH\" LC_ALL=C.UTF-8"
                        + " CAPSTAN_VOLUME_LAG=4s CAPSTAN_CLOCK_SKEW=1s\ncd " + checkout() + "\n" + command);
    }

    /** Where a reader is: what they write beside the manifests is not to be in this checkout. */
    private Path checkout() {
        return stack.directory().resolve("clone").toAbsolutePath();
    }
}
