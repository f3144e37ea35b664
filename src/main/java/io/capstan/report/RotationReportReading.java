package io.capstan.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.Fingerprint;
import io.capstan.report.RotationReport.Stay;
import io.capstan.report.RotationReport.Totals;
import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.Role;
import io.capstan.rotation.Journal.SeenCertificate;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads what {@link RotationReportJson} has written. */
public final class RotationReportReading {
    private RotationReportReading() {}

    /** @throws RuntimeException an IllegalArgumentException or a DateTimeException that says what is wrong */
    public static RotationReport of(JsonNode json) {
        return new RotationReport(
                text(json, "id"),
                json.path("reason").asText(),
                json.path("requestedBy").asText(),
                json.path("requestId").asText(),
                list(json, "alsoRequested", JsonNode::asText),
                constant(json, "strategy", Strategy.class),
                json.path("purge").asBoolean(),
                time(json, "started"),
                time(json, "ended"),
                new Fingerprint(text(json, "retired")),
                new Fingerprint(text(json, "anchor")),
                list(json, "certificates", RotationReportReading::certificate),
                list(json, "phases", RotationReportReading::stay),
                list(json, "workloads", RotationReportReading::workload),
                totals(json.path("totals")),
                list(json, "proofs", RotationReportReading::proof),
                json.path("workloadsLeftOut").asBoolean());
    }

    private static SeenCertificate certificate(JsonNode json) {
        return new SeenCertificate(
                constant(json, "role", Role.class),
                text(json, "sha256"),
                json.path("subject").asText(),
                time(json, "notBefore"),
                time(json, "notAfter"),
                time(json, "firstSeen"));
    }

    private static Stay stay(JsonNode json) {
        return new Stay(constant(json, "phase", Phase.class), time(json, "entered"), Duration.ofSeconds(seconds(json)));
    }

    private static long seconds(JsonNode json) {
        long seconds = json.path("seconds").asLong();
        if (seconds < 0 || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("it has a stay of " + seconds + " seconds");
        }
        return seconds;
    }

    private static WorkloadResult workload(JsonNode json) {
        ObjectRef workload =
                new ObjectRef(text(json, "kind"), json.path("namespace").asText(), text(json, "name"));
        return new WorkloadResult(
                workload,
                json.path("controlPlane").asBoolean(),
                constant(json, "result", Result.class),
                json.path("why").asText(),
                list(json, "restarts", restart -> restarted(workload, restart)));
    }

    private static Restarted restarted(ObjectRef workload, JsonNode json) {
        return new Restarted(
                workload,
                constant(json, "cause", Cause.class),
                time(json, "at"),
                json.has("completed") ? Optional.of(time(json, "completed")) : Optional.empty());
    }

    private static Totals totals(JsonNode json) {
        Map<Result, Integer> counts = new EnumMap<>(Result.class);
        for (Result result : Result.values()) {
            if (json.path(result.text()).asInt() > 0) {
                counts.put(result, json.path(result.text()).asInt());
            }
        }
        return new Totals(
                counts,
                json.path("restarts").asInt(),
                json.path("dataPlaneRestarts").asInt());
    }

    private static Proof proof(JsonNode json) {
        return new Proof(text(json, "invariant"), text(json, "step"), text(json, "evidence"), time(json, "at"));
    }

    private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> item) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .map(item)
                .toList();
    }

    private static <E extends Enum<E>> E constant(JsonNode json, String field, Class<E> type) {
        return Enum.valueOf(type, text(json, field).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Instant time(JsonNode json, String field) {
        return Instant.parse(text(json, field));
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("it has no text " + field);
        }
        return value.textValue();
    }
}
