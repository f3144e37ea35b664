package io.capstan.telemetry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.capstan.window.Quoted;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A condition on one label, as in a selector of Prometheus. A label that is not there is the same as an empty one.
 *
 * @param label its name
 * @param holds for the label's value
 */
record Matcher(String label, Predicate<String> holds) {

    /** The operators of Prometheus (model/labels, {@code MatchType}). */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        private boolean isRegex() {
            return this == MATCHES || this == MATCHES_NOT;
        }

        private boolean isNegative() {
            return this == NOT_EQUAL || this == MATCHES_NOT;
        }
    }

    /** @throws IllegalArgumentException if {@code value} is to be a regular expression and is none */
    static Matcher of(String label, Operator operator, String value) {
        Predicate<String> holds = operator.isRegex() ? regex(value) : value::equals;
        return new Matcher(label, operator.isNegative() ? holds.negate() : holds);
    }

    /**
     * Prometheus' regular expressions are RE2's, they match the whole value, and a dot is any character, also a newline
     * (model/labels/regexp.go). RE2 takes linear time, whatever somebody writes into a label.
     */
    private static Predicate<String> regex(String value) {
        try {
            return Pattern.compile(value, Pattern.DOTALL)::matches;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    Quoted.of(value) + " is no regular expression of RE2: " + e.getDescription(), e);
        }
    }

    boolean matches(Map<String, String> labels) {
        return holds.test(labels.getOrDefault(label, ""));
    }
}
