package io.capstan.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody may have meant, by picocli's own measure: it offers it for names of commands alone. */
public final class Nearest {
    private Nearest() {}

    /** @return empty if nothing of {@code known} resembles {@code word} */
    public static Optional<String> to(String word, Collection<String> known) {
        CommandSpec commands = CommandSpec.create();
        known.forEach(name -> commands.addSubcommand(name, CommandSpec.create()));
        return new UnmatchedArgumentException(new CommandLine(commands), List.of(word))
                .getSuggestions().stream().findFirst();
    }
}
