package io.capstan.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One field that is to become another.
 *
 * @param path from the top of the object: {@code [spec, renewBefore]}
 * @param found what is there, in words
 * @param wanted what is to be there instead; an element that a list gets in addition if {@code isAdded}
 */
public record Edit(List<String> path, String found, JsonNode wanted, boolean isAdded) {
    static final String UNSET = "(not set)";

    public Edit {
        path = List.copyOf(path);
    }

    static Edit set(String found, JsonNode wanted, String... path) {
        return new Edit(List.of(path), found, wanted, false);
    }

    static Edit add(JsonNode wanted, String... path) {
        return new Edit(List.of(path), UNSET, wanted, true);
    }

    /** {@code spec.renewal}. */
    public String field() {
        return String.join(".", path) + (isAdded ? "[]" : "");
    }
}
