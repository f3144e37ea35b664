package io.capstan.cli;

import io.capstan.report.Marks;
import io.capstan.report.Printable;
import io.capstan.report.Width;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the place can show that a command prints to.
 *
 * @param interactive whether a person looks on and can answer
 * @param charset what characters are written in
 * @param colour whether ANSI sequences may colour a mark
 * @param columns how wide it is, as far as {@code COLUMNS} says
 */
record Terminal(boolean interactive, Charset charset, boolean colour, Optional<Integer> columns) {
    private static final int USUAL_COLUMNS = 80;
    /** picocli refuses less, and beyond the other lines of help are hard to read. */
    private static final int NARROWEST_HELP = 55;

    private static final int WIDEST_HELP = 120;
    private static final int NARROWEST = 20;

    /**
     * Colour is for terminals alone, unless {@code NO_COLOR} is set to anything (no-color.org) or {@code TERM} is
     * {@code dumb}. {@code COLUMNS} is the width, as shells have it; the launchers in {@code bin/} set it.
     */
    static Terminal of(Function<String, Optional<String>> environment, Charset charset, boolean interactive) {
        boolean isPlain =
                environment.apply("NO_COLOR").filter(value -> !value.isEmpty()).isPresent()
                        || environment.apply("TERM").filter("dumb"::equals).isPresent();
        return new Terminal(
                interactive,
                charset,
                interactive && !isPlain,
                environment.apply("COLUMNS").flatMap(Terminal::columns));
    }

    /** The process's own streams. {@link Main} asks for the console that is null where nobody looks on, also from Java 22 on. */
    @SuppressWarnings("SystemConsoleNull")
    static Terminal ofProcess() {
        return of(
                name -> Optional.ofNullable(System.getenv(name)), charsetOfStandardOutput(), System.console() != null);
    }

    /** Since Java 18 the default charset is UTF-8 whatever the locale is; what standard output is written in is not. */
    private static Charset charsetOfStandardOutput() {
        return Optional.ofNullable(System.getProperty("stdout.encoding"))
                .or(() -> Optional.ofNullable(System.getProperty("sun.stdout.encoding")))
                .or(() -> Optional.ofNullable(System.getProperty("native.encoding")))
                .filter(Charset::isSupported)
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
    }

    private static Optional<Integer> columns(String text) {
        return text.matches("[1-9][0-9]{0,3}")
                ? Optional.of(Math.max(NARROWEST, Integer.parseInt(text)))
                : Optional.empty();
    }

    Marks marks() {
        return new Marks(!isUnicode(), colour);
    }

    /** Lines for people end where the terminal does; lines in a file or a pipe do not. */
    Width width() {
        return interactive ? columns.map(Width::new).orElse(Width.ANY) : Width.ANY;
    }

    int helpColumns() {
        return Math.min(WIDEST_HELP, Math.max(NARROWEST_HELP, columns.orElse(USUAL_COLUMNS)));
    }

    /** {@code text} as it may be written: what came from a cluster does not steer a terminal. */
    String shown(String text) {
        String printable = Printable.lines(text, colour);
        return isUnicode() ? printable : printable.replace("…", "...");
    }

    private boolean isUnicode() {
        return charset.equals(StandardCharsets.UTF_8);
    }
}
