package io.capstan.serve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the process is well.
 *
 * @param details why it is thought so, for people: name and value, in order
 */
public record Verdict(boolean isWell, Map<String, String> details) {
    public Verdict {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
