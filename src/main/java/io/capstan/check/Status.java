package io.capstan.check;

import java.util.List;
import java.util.Locale;

/** The whole of a check in one word. */
public enum Status {
    OK(0),
    WARNING(1),
    /** Something is broken, or will be soon. */
    CRITICAL(2),
    /** Nothing is known to be broken, but the trust anchor could not be read. */
    UNKNOWN(3);

    private final int exitCode;

    Status(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** As people and programs write it: {@code warning}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(List<Finding> findings, boolean anchorIsKnown) {
        if (any(findings, Severity.CRITICAL)) {
            return CRITICAL;
        }
        if (!anchorIsKnown) {
            return UNKNOWN;
        }
        return any(findings, Severity.WARNING) ? WARNING : OK;
    }

    private static boolean any(List<Finding> findings, Severity severity) {
        return findings.stream().anyMatch(finding -> finding.severity() == severity);
    }
}
