package io.capstan.telemetry;

import java.util.List;
import java.util.Map;

/**
 * Which alerts count: those all of whose conditions hold. Written as Prometheus writes a selector, without its braces:
 * {@code severity="page",team=~"a|b",alertname!~"Capstan.*"}.
 */
public final class AlertMatchers {
    private final String text;
    private final List<Matcher> matchers;

    private AlertMatchers(String text, List<Matcher> matchers) {
        this.text = text;
        this.matchers = matchers;
    }

    /** @throws IllegalArgumentException with what is wrong, and at which character, in words */
    public static AlertMatchers parse(String text) {
        return new AlertMatchers(text, new MatcherSyntax(text).read());
    }

    boolean match(Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlertMatchers that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
