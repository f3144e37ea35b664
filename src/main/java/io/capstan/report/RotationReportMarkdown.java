package io.capstan.report;

import io.capstan.report.RotationReport.Stay;
import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.window.Durations;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report for a ticket: everything that it holds, in tables. */
public final class RotationReportMarkdown {
    private RotationReportMarkdown() {}

    /** @return lines that end with a newline each */
    public static String of(RotationReport report) {
        return "# Rotation of Linkerd's trust anchor, " + MarkdownTable.escaped(report.id()) + "\n\n" + heading(report)
                + "\n## Certificates\n\n" + certificates(report)
                + "\n## Time per phase\n\n" + times(report)
                + "\n## Workloads\n\n" + workloads(report)
                + "\n## Proofs\n\n" + proofs(report);
    }

    private static MarkdownTable heading(RotationReport report) {
        MarkdownTable table = new MarkdownTable("What", "Value");
        table.row("reason", report.reason());
        table.row("asked for by", report.requestedBy());
        table.row("request", String.join(", ", report.requests()));
        table.row("strategy", report.strategy().text() + (report.purge() ? ", purge" : ""));
        table.row("started", report.started().toString());
        table.row("ended", report.ended().toString());
        table.row("took", Durations.text(report.took()));
        table.row("retired anchor", report.retired().hex());
        table.row("new anchor", report.anchor().hex());
        return table;
    }

    private static MarkdownTable certificates(RotationReport report) {
        MarkdownTable table = new MarkdownTable("Role", "SHA-256", "Subject", "Not before", "Not after", "First seen");
        report.certificates()
                .forEach(noted -> table.row(
                        noted.role().name().toLowerCase(Locale.ROOT),
                        noted.sha256(),
                        noted.subject(),
                        noted.notBefore().toString(),
                        noted.notAfter().toString(),
                        noted.firstSeen().toString()));
        return table;
    }

    private static String times(RotationReport report) {
        MarkdownTable sums = new MarkdownTable("Phase", "Time", "Times entered");
        report.timePerPhase()
                .forEach((phase, time) -> sums.row(
                        phase.text(),
                        Durations.text(time),
                        String.valueOf(report.stays().stream()
                                .filter(stay -> stay.phase() == phase)
                                .count())));
        MarkdownTable sequence = new MarkdownTable("Entered", "Phase", "Time");
        for (Stay stay : report.stays()) {
            sequence.row(stay.entered().toString(), stay.phase().text(), Durations.text(stay.took()));
        }
        return sums + "\nIn this order:\n\n" + sequence;
    }

    private static String workloads(RotationReport report) {
        MarkdownTable table = new MarkdownTable("Workload", "Result", "Restarts", "Why");
        report.workloads()
                .forEach(one -> table.row(
                        one.workload().toString(),
                        one.result().text(),
                        one.restarts().stream()
                                .map(RotationReportMarkdown::restart)
                                .collect(Collectors.joining("; ")),
                        one.why()));
        String totals =
                report.totals().restarts() + " restarts, " + report.totals().dataPlaneRestarts()
                        + " of them of data-plane workloads. Workloads: " + counts(report) + ".\n\n";
        return totals + (report.abridged() ? "The list of workloads was too large to be kept.\n" : table.toString());
    }

    private static String counts(RotationReport report) {
        return Stream.of(Result.values())
                .map(result -> report.count(result) + " " + result.text())
                .collect(Collectors.joining(", "));
    }

    private static String restart(Restarted restart) {
        return restart.at() + " (" + restart.cause().text()
                + restart.took().map(took -> ", took " + Durations.text(took)).orElse("") + ")";
    }

    private static MarkdownTable proofs(RotationReport report) {
        MarkdownTable table = new MarkdownTable("At", "Invariant", "Evidence", "Step");
        report.proofs()
                .forEach(proof -> table.row(proof.at().toString(), proof.invariant(), proof.evidence(), proof.step()));
        return table;
    }
}
