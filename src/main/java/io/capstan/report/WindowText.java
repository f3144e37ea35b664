package io.capstan.report;

import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The present and the next maintenance window for people: in the window's own time, and in UTC. */
public final class WindowText {
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private WindowText() {}

    /** @return one line, without its end */
    public static String of(MaintenanceWindows windows, Instant now) {
        if (windows.isAlways()) {
            return "none configured: any time";
        }
        Optional<Opening> present = windows.at(now);
        if (present.filter(opening -> isEndless(opening, now)).isPresent()) {
            return "open, without an end within " + horizon();
        }
        String state = present.map(opening -> "open until " + moment(opening.end(), opening))
                .orElse("closed");
        return state + windows.next(now).map(WindowText::next).orElse(", none opens within " + horizon());
    }

    private static boolean isEndless(Opening opening, Instant now) {
        return !opening.end().isBefore(now.plus(MaintenanceWindows.HORIZON));
    }

    private static String horizon() {
        return Durations.text(MaintenanceWindows.HORIZON);
    }

    private static String next(Opening opening) {
        return ", next " + moment(opening.start(), opening) + " to " + end(opening);
    }

    /** No more than what differs from the start. */
    private static String end(Opening opening) {
        ZonedDateTime start = opening.start().atZone(opening.timezone());
        ZonedDateTime end = opening.end().atZone(opening.timezone());
        String date = end.toLocalDate().equals(start.toLocalDate()) ? "" : end.toLocalDate() + " ";
        String zone = end.getOffset().equals(start.getOffset()) ? "" : " " + ZONE.format(end);
        return date + timeOfDay(end) + zone;
    }

    private static String moment(Instant instant, Opening opening) {
        ZonedDateTime local = instant.atZone(opening.timezone());
        return local.toLocalDate() + " " + timeOfDay(local) + " " + ZONE.format(local) + " (" + instant + ")";
    }

    private static String timeOfDay(ZonedDateTime local) {
        return local.toLocalTime().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
