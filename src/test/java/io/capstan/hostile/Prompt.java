package io.capstan.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.CommandLines;
import io.capstan.cli.Console;
import io.capstan.cli.Workbench;
import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Runs commands, and holds what they print to what may be printed at all. */
record Prompt(KubernetesClient client, Settings settings, Clock clock, Sleeper sleeper) {
    private static final Set<Integer> DOCUMENTED = Set.of(0, 1, 2, 3, 4, 64);
    private static final int CLUSTER = 3;

    static Prompt at(KubernetesClient client, Clock clock) {
        return new Prompt(client, Settings.of(key -> Optional.empty()), clock, Prompt::none);
    }

    /** At {@code cluster} itself, whose time goes on while the command waits. */
    static Prompt on(Drydock cluster) {
        Settings settings =
                Settings.of(key -> key.equals(Key.LOCK_LIFE.fullName()) ? Optional.of("30m") : Optional.empty());
        return new Prompt(cluster.client(), settings, cluster.clock(), cluster.world()::advance);
    }

    record Result(int exitCode, String out, String err) {}

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(this::workbench, stream(out), stream(err), false);
        int exitCode = CommandLines.of(console).execute(arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private Workbench workbench() {
        return new Workbench(client, settings, clock, sleeper);
    }

    private static void none(Duration wait) {
        throw new AssertionError("there was nothing to wait for, but " + wait);
    }

    /** Runs a command of which any end will do but one that its documentation does not know. */
    Result endsAsDocumented(String... arguments) {
        Result result = run(arguments);
        String all = result.out() + result.err();
        assertThat(result.exitCode()).as(all).isIn(DOCUMENTED);
        assertThat(all).doesNotContain("\tat ", "Exception");
        Steering.assertNoneIn(all);
        if (result.exitCode() == CLUSTER) {
            assertThat(result.err().lines()).as(result.err()).hasSize(1);
        }
        return result;
    }
}
