package io.capstan.drydock.pki;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as programs written in Go read them ({@code 8760h0m0s}, {@code 59m50s}, {@code 0.5s}). */
public final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s)");

    private GoDuration() {}

    /** @throws IllegalArgumentException if it is not such a text */
    public static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        Duration total = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            BigDecimal unit = BigDecimal.valueOf(millis(part.group(2)));
            total = total.plusMillis(
                    new BigDecimal(part.group(1)).multiply(unit).longValue());
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("not a duration: \"" + text + "\"");
        }
        return total;
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
        };
    }
}
