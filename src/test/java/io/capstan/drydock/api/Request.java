package io.capstan.drydock.api;

import java.util.Map;

/** A request as a {@link Fault} sees it. Of a query parameter that is given twice the last value counts. */
public record Request(String method, String path, Map<String, String> query, String body) {
    /** Whether it would change the cluster. */
    public boolean writes() {
        return !method.equals("GET") && !query.containsKey("dryRun");
    }
}
