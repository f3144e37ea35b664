package io.capstan.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The present and the next maintenance window for programs: {@code always}, {@code open}, {@code current} and {@code next}.
 * Of an opening, {@code start} and {@code end} are in UTC, {@code localStart} and {@code localEnd} in {@code timezone}.
 */
public final class WindowJson {
    private WindowJson() {}

    /** {@code current} and {@code next} are null where there is none, and where any time is open. */
    public static ObjectNode of(MaintenanceWindows windows, Instant now) {
        boolean always = windows.isAlways();
        Optional<Opening> present = windows.at(now);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("always", always).put("open", present.isPresent());
        json.set("current", opening(present.filter(any -> !always)));
        json.set("next", opening(windows.next(now)));
        return json;
    }

    private static JsonNode opening(Optional<Opening> opening) {
        return opening.<JsonNode>map(WindowJson::opening).orElseGet(JsonNodeFactory.instance::nullNode);
    }

    private static ObjectNode opening(Opening opening) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("start", opening.start().toString())
                .put("end", opening.end().toString())
                .put("timezone", opening.timezone().getId())
                .put("localStart", local(opening.start(), opening))
                .put("localEnd", local(opening.end(), opening));
    }

    private static String local(Instant instant, Opening opening) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(opening.timezone()));
    }
}
