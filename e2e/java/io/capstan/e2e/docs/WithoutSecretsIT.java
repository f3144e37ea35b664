package io.capstan.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.Eventually;
import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/without-secrets.md}, as written, on a cluster that was set up by Linkerd's documentation; and then rotations, by
 * a ServiceAccount that may not read a single Secret.
 */
class WithoutSecretsIT {
    private static final Section SET_IT_UP = Section.of(Path.of("docs/without-secrets.md"), "Set it up");
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String AS_CAPSTAN = " --as system:serviceaccount:capstan:capstan";

    private RealStack stack;
    private RealMesh mesh;
    private Page page;
    private Reader reader;

    @BeforeEach
    void start() {
        stack = RealStack.start("without-secrets");
        mesh = RealMesh.afterThePage(stack);
        page = new Page(stack);
        reader = new Reader(stack);
    }

    @AfterEach
    void stop() {
        mesh.close();
        stack.close();
    }

    @Test
    void thePageLeadsToRotationsOfWhichNoHandshakeFails() {
        String before = page.bundle();
        reader.follow(SET_IT_UP, "");
        reader.assertThatEveryCommandPrintedWhatThePageSays();
        assertThat(page.bundle()).isEqualTo(before);
        assertThat(capstan("run").exitCode()).isZero();

        for (String strategy : new String[] {"seamless", "prompt"}) {
            String old = page.bundle();
            // a command has two minutes here, so a rotation that waits for leaves is taken up again
            Eventually.until(
                    strategy + " is done",
                    LIMIT,
                    () -> capstan("rotate --yes --request-id it-" + strategy + " --strategy " + strategy)
                                    .exitCode()
                            == 0);
            assertThat(page.anchorsInBundle()).isEqualTo(1);
            assertThat(page.bundle()).isNotEqualTo(old);
            assertThat(capstan("check -o json").out())
                    .contains("\"phase\": \"steady\"")
                    .doesNotContain("\"severity\": \"critical\"");
        }
        assertThat(mesh.probe().tally().handshakes()).isGreaterThan(1_000);
        assertThat(mesh.probe().tally().failures()).isEmpty();
        assertThat(mesh.probe().tally().blockedStarts()).isEmpty();
    }

    private Shell.Result capstan(String command) {
        return reader.run("export CAPSTAN_SECRETS=never CAPSTAN_POLL_SHORTEST=1s CAPSTAN_POLL_LONGEST=5s"
                + " CAPSTAN_LOCK_LIFE=6s CAPSTAN_PROBE_NAMESPACE=capstan-probe\ntimeout 100 capstan " + command
                + AS_CAPSTAN);
    }
}
