package io.capstan.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** The option of every command that reads. */
final class Format {
    /** How results are written. */
    enum Kind {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the result is written: ${COMPLETION-CANDIDATES}.")
    Kind kind = Kind.TEXT;

    boolean isJson() {
        return kind == Kind.JSON;
    }
}
