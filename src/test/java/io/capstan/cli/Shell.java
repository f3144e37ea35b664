package io.capstan.cli;

import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line as a person's shell starts it, on a terminal of any kind, and what it prints. */
final class Shell {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<ClusterChoice> choices = new ArrayList<>();
    private final Optional<Drydock> cluster;
    private Map<String, String> environment = Map.of();
    private Charset charset = StandardCharsets.UTF_8;
    private Invocation invocation = Invocation.CAPSTAN;
    private boolean isInteractive;

    private Shell(Optional<Drydock> cluster) {
        this.cluster = cluster;
    }

    static Shell withoutCluster() {
        return new Shell(Optional.empty());
    }

    static Shell on(Drydock cluster) {
        return new Shell(Optional.of(cluster));
    }

    Shell as(Invocation started) {
        this.invocation = started;
        return this;
    }

    Shell interactive(Map<String, String> variables) {
        this.isInteractive = true;
        this.environment = variables;
        return this;
    }

    Shell piped(Map<String, String> variables) {
        this.environment = variables;
        return this;
    }

    Shell in(Charset locale) {
        this.charset = locale;
        return this;
    }

    /** @return the exit code; what was printed before is forgotten */
    int run(String... args) {
        out.reset();
        err.reset();
        Terminal terminal = Terminal.of(name -> Optional.ofNullable(environment.get(name)), charset, isInteractive);
        Console console = new Console(
                this::workbench, new PrintStream(out, true, charset), new PrintStream(err, true, charset), terminal);
        return CommandLines.of(invocation, console).execute(args);
    }

    private Workbench workbench(ClusterChoice choice) {
        choices.add(choice);
        Drydock there = cluster.orElseThrow(() -> new AssertionError("this command asks no cluster"));
        Settings settings = Settings.of(key -> choice.settings().entrySet().stream()
                .filter(entry -> entry.getKey().fullName().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> key.equals(Key.LOCK_LIFE.fullName()) ? Optional.of("30m") : Optional.empty()));
        return new Workbench(
                there.client(),
                settings,
                there.clock(),
                duration -> there.world().advance(duration));
    }

    /** Which clusters the commands have asked for. */
    List<ClusterChoice> choices() {
        return choices;
    }

    String out() {
        return out.toString(charset);
    }

    String err() {
        return err.toString(charset);
    }
}
