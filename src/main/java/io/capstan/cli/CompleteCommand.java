package io.capstan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What may follow, for kubectl and fish: a line each, then cobra's directive for the shell, {@code :4} for no files and
 * {@code :0} for files where there is nothing else (cobra, ShellCompDirective; kubectl reads it from
 * {@code kubectl_complete-capstan}).
 */
@Command(name = "__complete", hidden = true)
public final class CompleteCommand implements Runnable {
    private static final String NO_FILES = ":4";
    private static final String FILES = ":0";

    private final Console console;

    @Parameters(arity = "1..*", description = "The words so far; the last one is being completed.")
    private List<String> words = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    public CompleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        int last = words.size() - 1;
        String begun = words.get(last);
        List<CharSequence> rests = new ArrayList<>();
        AutoComplete.complete(
                Objects.requireNonNull(spec).root(), words.toArray(String[]::new), last, begun.length(), 0, rests);
        List<String> lines = new ArrayList<>(rests.stream()
                .map(rest -> begun + rest)
                .filter(this::isForPeople)
                .sorted()
                .toList());
        lines.add(lines.isEmpty() ? FILES : NO_FILES);
        console.print(String.join("\n", lines) + "\n");
    }

    private boolean isForPeople(String word) {
        return !word.startsWith("_");
    }
}
