package io.capstan.report;

import io.capstan.report.WorkloadResult.Result;
import io.capstan.window.Durations;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people at a terminal: all but the workloads that were restarted as they should be, which are only counted. */
public final class RotationReportText {
    private final RotationReport report;
    private final StringBuilder text = new StringBuilder();

    private RotationReportText(RotationReport report) {
        this.report = report;
    }

    /** @return lines that end with a newline each */
    public static String of(RotationReport report) {
        RotationReportText lines = new RotationReportText(report);
        lines.heading();
        lines.certificates();
        lines.times();
        lines.workloads();
        lines.proofs();
        return lines.text.toString();
    }

    private void heading() {
        line("rotation " + report.id() + ": " + report.strategy().text() + (report.purge() ? ", purge" : ""));
        line("reason: " + Given.orNone(report.reason()) + "   by: " + Given.orNone(report.requestedBy())
                + (report.requests().isEmpty() ? "" : "   request: " + String.join(", ", report.requests())));
        line("retired " + report.retired().abbreviated() + ", the trust anchor is now "
                + report.anchor().abbreviated()
                + report.anchorNotAfter().map(end -> " (until " + end + ")").orElse(""));
        line("from " + report.started() + " to " + report.ended());
    }

    private void certificates() {
        title("certificates");
        report.certificates()
                .forEach(noted -> line(String.format(
                        "  %-7s %s  %s to %s",
                        noted.role().name().toLowerCase(Locale.ROOT),
                        noted.sha256(),
                        noted.notBefore(),
                        noted.notAfter())));
    }

    private void times() {
        title("time per phase");
        report.timePerPhase()
                .forEach((phase, time) -> line(String.format("  %-13s %s", phase.text(), Durations.text(time))));
        line("together " + Durations.text(report.took()));
        line("in this order: "
                + report.stays().stream().map(stay -> stay.phase().text()).collect(Collectors.joining(", ")));
    }

    private void workloads() {
        title("workloads");
        line("restarts: " + report.totals().dataPlaneRestarts() + " of data-plane workloads, "
                + report.totals().restarts() + " in all");
        for (Result result : Result.values()) {
            if (report.count(result) > 0) {
                line(result.text() + ": " + report.count(result));
            }
            report.workloads().stream()
                    .filter(one -> one.result() == result && result != Result.RESTARTED)
                    .forEach(one -> line("  " + one.workload() + " (" + one.why() + ")"));
        }
        if (report.abridged()) {
            line("the list of workloads was too large to be kept; these figures are of all of them");
        }
    }

    private void proofs() {
        title("proofs");
        report.proofs()
                .forEach(proof -> line("  " + proof.at() + " " + proof.invariant() + ": " + proof.evidence()
                        + "; then: " + proof.step()));
    }

    private void title(String title) {
        text.append('\n');
        line(title);
        line("-".repeat(title.length()));
    }

    private void line(String line) {
        text.append(Printable.of(line)).append('\n');
    }
}
