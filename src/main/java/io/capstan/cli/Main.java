package io.capstan.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.stream.Stream;

/** Where the program begins. */
@QuarkusMain
public class Main implements QuarkusApplication {
    private static final String HOST_ENABLED = "quarkus.http.host-enabled";

    private final Console console;
    private final QuarkusHost host;

    public Main(Console console, QuarkusHost host) {
        this.console = console;
        this.host = host;
    }

    /** Quarkus reads its settings before any command does, so what opens a port is decided here, by the arguments alone. */
    public static void main(String... args) {
        if (serves(args) && System.getProperty(HOST_ENABLED) == null) {
            System.setProperty(HOST_ENABLED, "true");
        }
        Quarkus.run(Main.class, args);
    }

    /** The command is the first argument that is no option: those before it have no values. */
    static boolean serves(String... args) {
        return Stream.of(args)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter(ServeCommand.NAME::equals)
                .isPresent();
    }

    @Override
    public int run(String... args) {
        return CommandLines.of(console, new ServeCommand(console, host)).execute(args);
    }
}
