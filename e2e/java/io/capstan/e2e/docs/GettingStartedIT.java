package io.capstan.e2e.docs;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code docs/getting-started.md}, as written, on a fresh stack: every command of it, and what it says they print. */
class GettingStartedIT {
    private static final Path PAGE = Path.of("docs/getting-started.md");
    private static final String AFTER_LINKERD = "after-linkerd";

    private RealStack stack;
    private Reader reader;

    @BeforeEach
    void start(TestInfo test) {
        stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        reader = new Reader(stack);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void leadsThereFromAnEmptyCluster() {
        Section first = Section.of(PAGE, "First way: Linkerd is not there yet");
        reader.follow(first, "");
        try (RealMesh mesh = RealMesh.on(stack)) {
            reader.follow(first, AFTER_LINKERD);
            followTheRest();
        }
    }

    @Test
    void leadsThereFromAClusterThatWasSetUpByTheDocumentation() {
        new Page(stack).setUp();
        try (RealMesh mesh = RealMesh.on(stack)) {
            reader.follow(Section.of(PAGE, "Second way: Linkerd is there"), "");
            followTheRest();
        }
    }

    private void followTheRest() {
        reader.follow(Section.of(PAGE, "Install Capstan"), "");
        reader.follow(Section.of(PAGE, "An alert on your phone"), "");
        reader.assertThatEveryCommandPrintedWhatThePageSays();
    }
}
