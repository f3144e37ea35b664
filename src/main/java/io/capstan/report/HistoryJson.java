package io.capstan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A history for programs: what heads each report, and how many restarts there were. */
public final class HistoryJson {
    private HistoryJson() {}

    public static ArrayNode of(History history) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        history.reports()
                .forEach(report -> json.add(RotationReportJson.heading(report)
                        .put("restarts", report.totals().restarts())));
        return json;
    }
}
