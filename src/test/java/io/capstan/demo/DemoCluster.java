package io.capstan.demo;

import io.capstan.cli.CommandLines;
import io.capstan.cli.Console;
import io.capstan.cli.Workbench;
import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** An embedded cluster, and the command line on it. Its time passes as fast as nothing happens in it. */
public final class DemoCluster implements AutoCloseable {
    /** A day is waited for in looks that are further apart than those of a real run: each costs real time here. */
    private static final Map<String, String> SETTINGS =
            Map.of(Key.POLL_LONGEST.fullName(), "15m", Key.LOCK_LIFE.fullName(), "30m");

    private final Drydock drydock;
    private final PrintStream out;

    private DemoCluster(Drydock drydock, PrintStream out) {
        this.drydock = drydock;
        this.out = out;
    }

    public static DemoCluster start(PrintStream out) {
        return new DemoCluster(Drydock.afterThePage(), out);
    }

    public Drydock drydock() {
        return drydock;
    }

    /** Runs {@code capstan} with {@code args}. @return its exit code */
    public int capstan(String... args) {
        out.println();
        out.println("$ capstan " + String.join(" ", args));
        Settings settings = Settings.of(key -> Optional.ofNullable(SETTINGS.get(key)));
        Workbench bench = new Workbench(
                drydock.client(),
                settings,
                drydock.clock(),
                duration -> drydock.world().advance(duration));
        return CommandLines.of(new Console(() -> bench, out, out, false)).execute(args);
    }

    @Override
    public void close() {
        drydock.close();
    }
}
