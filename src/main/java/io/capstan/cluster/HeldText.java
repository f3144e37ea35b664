package io.capstan.cluster;

import io.capstan.rotation.Gate;
import io.capstan.rotation.Held;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What holds a rotation, as one line: {@code window since 2026-03-02T08:00:00Z}. */
final class HeldText {
    private static final String SINCE = " since ";

    private HeldText() {}

    static String write(Held held) {
        return held.gate().text() + SINCE + held.since();
    }

    /** Only for people and metrics: what cannot be understood is written anew by the next pass. */
    static Optional<Held> read(String text) {
        String[] parts = text.split(SINCE, -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Held(Gate.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), Instant.parse(parts[1])));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
