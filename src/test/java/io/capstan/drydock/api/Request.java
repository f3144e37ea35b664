package io.capstan.drydock.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as a {@link Fault} sees it.
 *
 * @param query of a parameter that is given twice the last value counts
 * @param userAgent as the client names itself
 */
public record Request(String method, String path, Map<String, String> query, String body, String userAgent) {
    /** How the cluster's own programs name themselves. */
    static final String INTERNAL = "drydock";

    static Request of(HttpCall call) {
        int mark = call.target().indexOf('?');
        String path = mark < 0 ? call.target() : call.target().substring(0, mark);
        Map<String, String> query = mark < 0 ? Map.of() : query(call.target().substring(mark + 1));
        String userAgent = call.header("user-agent").orElse("");
        return new Request(call.method(), path, query, call.body(), userAgent);
    }

    boolean isInternal() {
        return userAgent.equals(INTERNAL);
    }

    /** Whether it would change the cluster. */
    public boolean writes() {
        return !method.equals("GET") && !query.containsKey("dryRun");
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : text.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            query.put(decode(name), decode(value));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
