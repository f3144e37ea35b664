package io.capstan.cli;

import io.capstan.report.Marks;
import io.capstan.report.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.function.Supplier;

/** Where a command prints, and how it gets at the cluster: not before it needs to. */
public final class Console {
    private final Supplier<Workbench> workbench;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;

    /** @param interactive whether a person looks on and can answer */
    public Console(Supplier<Workbench> workbench, PrintStream out, PrintStream err, boolean interactive) {
        this.workbench = workbench;
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    Workbench workbench() {
        return workbench.get();
    }

    boolean isInteractive() {
        return interactive;
    }

    void print(String text) {
        out.print(text);
        out.flush();
    }

    /** One line on standard error. */
    void complain(String line) {
        err.println(Printable.of(line));
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true);
    }

    boolean confirms(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        Scanner answers = new Scanner(System.in, Charset.defaultCharset());
        return answers.hasNextLine() && answers.nextLine().strip().equalsIgnoreCase("y");
    }

    Marks marks() {
        boolean isUtf8 = Charset.defaultCharset().equals(StandardCharsets.UTF_8);
        return new Marks(!isUtf8, interactive && System.getenv("NO_COLOR") == null);
    }
}
