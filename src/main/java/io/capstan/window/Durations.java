package io.capstan.window;

import java.time.Duration;

/** Durations in the words of people: {@code 1d 2h}, {@code 4m 30s}, {@code 12s}; at most two units, rounded down. */
public final class Durations {
    private Durations() {}

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

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
