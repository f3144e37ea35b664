package io.capstan.cli;

import io.capstan.report.History;
import io.capstan.report.HistoryJson;
import io.capstan.report.HistoryText;
import io.capstan.report.JsonText;
import io.capstan.report.RotationReport;
import io.capstan.report.RotationReportJson;
import io.capstan.report.RotationReportMarkdown;
import io.capstan.report.RotationReportText;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the rotations of which a report is kept. Writes nothing. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "The rotations of which a report is kept, the newest first; with ID the whole report of one.",
        footer = {
            "",
            "Exit codes: 0 shown, 2 there is no report of that ID, 3 the cluster could not be read,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} history 20260302T080000Z-1a2b3c4d -o markdown"
        })
public final class HistoryCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A rotation, as the list names it.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json|markdown",
            defaultValue = "text",
            description = "How the result is written: ${COMPLETION-CANDIDATES}; markdown only with ID.")
    private Kind kind = Kind.TEXT;

    @Spec
    private @Nullable CommandSpec spec;

    /** How results are written. */
    enum Kind {
        TEXT,
        JSON,
        MARKDOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public HistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (id.isEmpty() && kind == Kind.MARKDOWN) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "-o markdown is for one report; name its ID, or use text or json");
        }
        History history = console.workbench().store().history();
        history.unreadable().forEach(console::complain);
        return id.isPresent() ? show(history, id.get()) : list(history);
    }

    private int list(History history) {
        console.print(kind == Kind.JSON ? JsonText.of(HistoryJson.of(history)) : HistoryText.of(history));
        return ExitCode.OK;
    }

    private int show(History history, String wanted) {
        Optional<RotationReport> report = history.find(wanted);
        if (report.isEmpty()) {
            console.complain("there is no report of a rotation '" + wanted + "'; there "
                    + (history.reports().isEmpty() ? "is none at all" : "are " + ids(history)));
            return ExitCode.REFUSED;
        }
        console.print(text(report.get()));
        return ExitCode.OK;
    }

    private String text(RotationReport report) {
        return switch (kind) {
            case TEXT -> RotationReportText.of(report);
            case JSON -> JsonText.of(RotationReportJson.of(report));
            case MARKDOWN -> RotationReportMarkdown.of(report);
        };
    }

    private static String ids(History history) {
        return history.reports().stream().map(RotationReport::id).collect(Collectors.joining(", "));
    }
}
