package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The query parameter {@code labelSelector}: requirements that all hold. */
final class LabelSelector {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!\\s]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^=!\\s(),]+)");

    private LabelSelector() {}

    /**
     * Reads a selector.
     *
     * @throws ApiFailure 400 if it cannot be read
     */
    static Predicate<ObjectNode> parse(String selector) {
        Predicate<JsonNode> all = labels -> true;
        for (String requirement : split(selector)) {
            all = all.and(requirement(requirement.trim()));
        }
        Predicate<JsonNode> wanted = all;
        return object -> wanted.test(object.path("metadata").path("labels"));
    }

    private static Predicate<JsonNode> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            Set<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::trim).collect(Collectors.toSet());
            return isOneOf(set.group(1), values, set.group(2).equals("in"));
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            return isOneOf(
                    equality.group(1),
                    Set.of(equality.group(3)),
                    !equality.group(2).equals("!="));
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            boolean wanted = existence.group(1).isEmpty();
            String key = existence.group(2);
            return labels -> labels.has(key) == wanted;
        }
        throw ApiFailure.badRequest("unable to parse requirement: " + text);
    }

    /** An absent label satisfies {@code !=} and {@code notin}, as it does in Kubernetes. */
    private static Predicate<JsonNode> isOneOf(String key, Set<String> values, boolean wanted) {
        return labels -> (labels.has(key) && values.contains(labels.path(key).asText())) == wanted;
    }

    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        StringBuilder part = new StringBuilder();
        for (int at = 0; at < selector.length(); at++) {
            char c = selector.charAt(at);
            if (c == ',' && depth == 0) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            part.append(c);
        }
        if (!part.toString().isBlank()) {
            parts.add(part.toString());
        }
        return parts;
    }
}
