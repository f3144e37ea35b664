package io.capstan.cli;

import io.capstan.report.Marks;
import io.capstan.report.Printable;
import io.capstan.report.Width;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where a command prints, and how it gets at the cluster: not before it needs to. */
public final class Console {
    private final Function<ClusterChoice, Workbench> workbenches;
    private final Supplier<ClusterChoice> choice;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;

    /**
     * A console whose cluster is settled, whichever the options choose.
     *
     * @param interactive whether a person looks on and can answer
     */
    public Console(Supplier<Workbench> workbench, PrintStream out, PrintStream err, boolean interactive) {
        this(
                choice -> workbench.get(),
                out,
                err,
                Terminal.of(name -> Optional.ofNullable(System.getenv(name)), Charset.defaultCharset(), interactive));
    }

    /** @param workbenches what to work with on the cluster that the options choose */
    Console(Function<ClusterChoice, Workbench> workbenches, PrintStream out, PrintStream err, Terminal terminal) {
        this(workbenches, () -> ClusterChoice.CONFIGURED, out, err, terminal);
    }

    private Console(
            Function<ClusterChoice, Workbench> workbenches,
            Supplier<ClusterChoice> choice,
            PrintStream out,
            PrintStream err,
            Terminal terminal) {
        this.workbenches = workbenches;
        this.choice = choice;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** This console for the commands of one line: {@code chosen} is asked once its options are read. */
    Console at(Supplier<ClusterChoice> chosen) {
        return new Console(workbenches, chosen, out, err, terminal);
    }

    /** For a command that somebody waits for: where no API server can be reached it ends at once. */
    Workbench workbench() {
        Workbench bench = patientWorkbench();
        bench.firstContact().ifPresent(this::complain);
        return bench;
    }

    /** For what runs by itself, and tries again for a while. */
    Workbench patientWorkbench() {
        try (PluginWatch watch = new PluginWatch(PluginWatch.USUAL, this::complain)) {
            return workbenches.apply(choice.get());
        }
    }

    Terminal terminal() {
        return terminal;
    }

    boolean isInteractive() {
        return terminal.interactive();
    }

    void print(String text) {
        out.print(terminal.shown(text));
        out.flush();
    }

    /** One line on standard error. */
    void complain(String line) {
        err.println(terminal.shown(Printable.of(line)));
    }

    /** Why something of what was printed is lost, if it is. */
    Optional<String> outputFailure() {
        return out instanceof WatchedOutput watched
                ? watched.failure().map(e -> String.valueOf(e.getMessage()))
                : out.checkError() ? Optional.of("for a reason that is not known") : Optional.empty();
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, terminal.charset());
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, terminal.charset());
    }

    boolean confirms(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        Scanner answers = new Scanner(System.in, Charset.defaultCharset());
        return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
    }

    Marks marks() {
        return terminal.marks();
    }

    Width width() {
        return terminal.width();
    }
}
