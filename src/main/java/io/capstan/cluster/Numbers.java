package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Numbers that Kubernetes writes as texts. */
final class Numbers {
    private Numbers() {}

    static Optional<Integer> parse(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * An IntOrString: a number, or a percentage of {@code whole}.
     *
     * @param otherwise what an absent one means
     * @param roundUp otherwise down
     */
    static int resolve(JsonNode value, String otherwise, int whole, boolean roundUp) {
        String text = value.isMissingNode() ? otherwise : value.asText();
        if (!text.endsWith("%")) {
            return parse(text).orElse(0);
        }
        int percentage = parse(text.substring(0, text.length() - 1)).orElse(0);
        return (percentage * whole + (roundUp ? 99 : 0)) / 100;
    }
}
