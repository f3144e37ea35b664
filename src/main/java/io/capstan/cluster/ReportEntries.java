package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.report.History;
import io.capstan.report.RotationReport;
import io.capstan.report.RotationReportJson;
import io.capstan.report.RotationReportReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reports of rotations among the entries of a ConfigMap: {@code report-<id>}. A ConfigMap holds at most 1 MiB in all
 * ({@code MaxSecretSize} of Kubernetes' validation), and the intent must always find room beside them.
 */
final class ReportEntries {
    static final String PREFIX = "report-";

    private static final int MOST_BYTES = 900_000;

    private ReportEntries() {}

    /** @param owner the ConfigMap, for the lines about what cannot be understood */
    static History read(Target owner, JsonNode data) {
        List<RotationReport> reports = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        newestFirst(data).forEach(key -> {
            try {
                reports.add(parse(data.path(key)));
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                unreadable.add(owner + ": its entry " + key + " cannot be understood ("
                        + Api.reason(e)
                        + "); mend it, or remove that entry: only that report is lost");
            }
        });
        return new History(reports, unreadable);
    }

    /** Adds {@code report}; without its list of workloads if it is too large by itself. */
    static void add(ObjectNode data, RotationReport report) {
        String key = PREFIX + report.id();
        data.put(key, text(report));
        if (bytes(key, data.path(key)) > MOST_BYTES) {
            data.put(key, text(report.withoutWorkloads()));
        }
    }

    /**
     * Drops the oldest reports until there are at most {@code most} of them and all entries together have room. The newest
     * stays; at worst it loses its list of workloads.
     */
    static void trim(ObjectNode data, int most) {
        List<String> keys = new ArrayList<>(newestFirst(data).toList());
        while (keys.size() > 1 && (keys.size() > most || isTooLarge(data))) {
            data.remove(keys.remove(keys.size() - 1));
        }
        if (!keys.isEmpty() && isTooLarge(data)) {
            String newest = keys.get(0);
            read(data, newest).ifPresent(report -> data.put(newest, text(report.withoutWorkloads())));
        }
    }

    private static Stream<String> newestFirst(JsonNode data) {
        return data.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith(PREFIX))
                .sorted(Comparator.reverseOrder());
    }

    private static Optional<RotationReport> read(JsonNode data, String key) {
        try {
            return Optional.of(parse(data.path(key)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // whoever wrote it may mend it
        }
    }

    private static RotationReport parse(JsonNode entry) throws IOException {
        return RotationReportReading.of(SievedJson.object(entry.asText().getBytes(StandardCharsets.UTF_8), Sieve.ALL));
    }

    /** On one line: unlike the intent nobody is to mend it, and so twice as much finds room. */
    private static String text(RotationReport report) {
        return RotationReportJson.of(report).toString();
    }

    private static boolean isTooLarge(JsonNode data) {
        return data.properties().stream()
                        .mapToInt(entry -> bytes(entry.getKey(), entry.getValue()))
                        .sum()
                > MOST_BYTES;
    }

    private static int bytes(String key, JsonNode value) {
        return key.length() + value.asText().getBytes(StandardCharsets.UTF_8).length;
    }
}
