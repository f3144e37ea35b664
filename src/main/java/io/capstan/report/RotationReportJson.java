package io.capstan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.SeenCertificate;
import java.util.Locale;

/**
 * A report for programs, and as it is kept; {@link RotationReportReading} reads it back. Times are RFC 3339, durations whole
 * seconds.
 */
public final class RotationReportJson {
    private RotationReportJson() {}

    public static ObjectNode of(RotationReport report) {
        ObjectNode json = heading(report);
        json.put("retired", report.retired().hex())
                .put("anchor", report.anchor().hex());
        ArrayNode certificates = json.putArray("certificates");
        report.certificates().forEach(noted -> write(noted, certificates.addObject()));
        ArrayNode phases = json.putArray("phases");
        report.stays()
                .forEach(stay -> phases.addObject()
                        .put("phase", stay.phase().text())
                        .put("entered", stay.entered().toString())
                        .put("seconds", stay.took().toSeconds()));
        ObjectNode seconds = json.putObject("phaseSeconds");
        report.timePerPhase().forEach((phase, time) -> seconds.put(phase.text(), time.toSeconds()));
        totals(report, json.putObject("totals"));
        ArrayNode proofs = json.putArray("proofs");
        report.proofs().forEach(proof -> write(proof, proofs.addObject()));
        ArrayNode workloads = json.putArray("workloads");
        report.workloads().forEach(workload -> write(workload, workloads.addObject()));
        return json.put("workloadsLeftOut", report.abridged());
    }

    /** What a list of rotations says of each. */
    static ObjectNode heading(RotationReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", report.id())
                .put("reason", report.reason())
                .put("requestedBy", report.requestedBy())
                .put("requestId", report.requestId());
        ArrayNode alsoRequested = json.putArray("alsoRequested");
        report.alsoRequested().forEach(alsoRequested::add);
        return json.put("strategy", report.strategy().text())
                .put("purge", report.purge())
                .put("started", report.started().toString())
                .put("ended", report.ended().toString())
                .put("seconds", report.took().toSeconds());
    }

    private static void totals(RotationReport report, ObjectNode json) {
        for (Result result : Result.values()) {
            json.put(result.text(), report.count(result));
        }
        json.put("restarts", report.totals().restarts())
                .put("dataPlaneRestarts", report.totals().dataPlaneRestarts());
    }

    private static void write(SeenCertificate noted, ObjectNode json) {
        json.put("role", noted.role().name().toLowerCase(Locale.ROOT))
                .put("sha256", noted.sha256())
                .put("subject", noted.subject())
                .put("notBefore", noted.notBefore().toString())
                .put("notAfter", noted.notAfter().toString())
                .put("firstSeen", noted.firstSeen().toString());
    }

    private static void write(Proof proof, ObjectNode json) {
        json.put("invariant", proof.invariant())
                .put("step", proof.step())
                .put("evidence", proof.evidence())
                .put("at", proof.at().toString());
    }

    private static void write(WorkloadResult workload, ObjectNode json) {
        json.put("kind", workload.workload().kind())
                .put("namespace", workload.workload().namespace())
                .put("name", workload.workload().name())
                .put("controlPlane", workload.controlPlane())
                .put("result", workload.result().text())
                .put("why", workload.why());
        ArrayNode restarts = json.putArray("restarts");
        workload.restarts().forEach(restart -> write(restart, restarts.addObject()));
    }

    private static void write(Restarted restart, ObjectNode json) {
        json.put("cause", restart.cause().text()).put("at", restart.at().toString());
        restart.completed().ifPresent(end -> json.put("completed", end.toString()));
        restart.took().ifPresent(took -> json.put("seconds", took.toSeconds()));
    }
}
