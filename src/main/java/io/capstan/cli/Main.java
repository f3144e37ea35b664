package io.capstan.cli;

import io.capstan.report.Printable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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
        // Java 22 to 24 say that there is a console even where there is no terminal, unless told to use the old one.
        System.setProperty("jdk.console", "java.base");
        SettingsFiles.mistake(Path.of(""))
                .or(() -> ServeAddress.mistake(System.getenv(), serves(args)))
                .ifPresent(mistake -> {
                    System.err.println(Printable.of(mistake));
                    System.exit(ExitCode.USAGE);
                });
        Quarkus.run(Main.class, args);
    }

    /** The command is the first argument that is neither an option nor the value of one. */
    static boolean serves(String... args) {
        Iterator<String> arguments = List.of(args).iterator();
        while (arguments.hasNext()) {
            String argument = arguments.next();
            if (!argument.startsWith("-")) {
                return argument.equals(ServeCommand.NAME);
            }
            // not before an option is met: every start of the program comes through here
            OptionSpec option =
                    CommandSpec.forAnnotatedObject(new CapstanCommand()).findOption(argument);
            if (option != null && option.arity().min() > 0 && arguments.hasNext()) {
                arguments.next();
            }
        }
        return false;
    }

    @Override
    public int run(String... args) {
        Invocation invocation = Invocation.of(Optional.ofNullable(System.getenv(Invocation.VARIABLE)));
        return CommandLines.of(invocation, console, here -> new ServeCommand(here, host))
                .execute(args);
    }
}
