package io.capstan.window;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people and Go programs write them. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h|d)");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1e0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9, "d", 86400e9);

    private Durations() {}

    /**
     * Reads a duration of Go's {@code time.ParseDuration}, which cert-manager and Linkerd use ({@code 8760h0m0s},
     * {@code 1.5h}, {@code 0}), and days besides ({@code 60d}).
     *
     * @return empty if the text is not one, or is negative
     */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher part = PART.matcher(text);
        int end = 0;
        double nanos = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0.0);
            end = part.end();
        }
        boolean isWhole = end == text.length() && end > 0 && nanos < Long.MAX_VALUE;
        return isWhole ? Optional.of(Duration.ofNanos(Math.round(nanos))) : Optional.empty();
    }

    /** In the words of people: {@code 1d 2h}, {@code 4m 30s}, {@code 12s}; at most two units, rounded down. */
    public static String text(Duration duration) {
        Duration d = duration.abs();
        String sign = duration.isNegative() && !d.isZero() ? "-" : "";
        return sign
                + (d.toDays() > 0
                        ? two(d.toDays(), "d", d.toHoursPart(), "h")
                        : d.toHours() > 0
                                ? two(d.toHours(), "h", d.toMinutesPart(), "m")
                                : d.toMinutes() > 0
                                        ? two(d.toMinutes(), "m", d.toSecondsPart(), "s")
                                        : d.toSeconds() + "s");
    }

    /** As Go and Kubernetes write it, in whole hours or minutes: {@code 720h}. */
    public static String hours(Duration duration) {
        return duration.toHours() > 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
