package io.capstan.report;

import io.capstan.window.Durations;

/** A history for people: a line for each rotation. */
public final class HistoryText {
    private HistoryText() {}

    /** @return lines that end with a newline each */
    public static String of(History history) {
        if (history.reports().isEmpty()) {
            return "no report of a rotation is kept\n";
        }
        StringBuilder text = new StringBuilder(row("id", "started", "took", "strategy", "restarts", "by", "reason"));
        for (RotationReport report : history.reports()) {
            text.append(row(
                    report.id(),
                    report.started().toString(),
                    Durations.text(report.took()),
                    report.strategy().text(),
                    String.valueOf(report.totals().restarts()),
                    report.requestedBy(),
                    report.reason()));
        }
        return text.toString();
    }

    private static String row(
            String id, String started, String took, String strategy, String restarts, String by, String reason) {
        return Printable.of(String.format(
                                "%-26s %-21s %-9s %-11s %8s  %-16s %s",
                                id, started, took, strategy, restarts, by, reason))
                        .stripTrailing()
                + "\n";
    }
}
