package io.capstan.drydock.api;

import java.util.Map;

/**
 * A request as a {@link Fault} sees it.
 *
 * @param query of a parameter that is given twice the last value counts
 * @param userAgent as the client names itself
 */
public record Request(String method, String path, Map<String, String> query, String body, String userAgent) {
    /** Whether it would change the cluster. */
    public boolean writes() {
        return !method.equals("GET") && !query.containsKey("dryRun");
    }
}
