package io.capstan.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the program begins. */
@QuarkusMain
public class Main implements QuarkusApplication {
    private final Console console;

    public Main(Console console) {
        this.console = console;
    }

    public static void main(String... args) {
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        return CommandLines.of(console).execute(args);
    }
}
