package io.capstan.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A window that opens again and again, by the three values that cert-manager's {@code spec.renewal.windows[]} has.
 *
 * <p>It opens at the first moment at which the clocks of {@code timezone} have reached a time of {@code cron}: at the end
 * of the gap if they skip that time in spring, and once, at the earlier of the two, if they show it twice in autumn. It
 * stays open for {@code windowDuration} of elapsed time, whatever clocks do meanwhile.
 */
public record MaintenanceWindow(CronSchedule cron, Duration windowDuration, ZoneId timezone) {
    public static final Duration LONGEST = Duration.ofDays(7);

    public MaintenanceWindow {
        if (!isAllowed(windowDuration)) {
            throw new IllegalArgumentException("a window cannot be open for " + windowDuration);
        }
    }

    /**
     * Reads a window as people write it.
     *
     * @param key under which it is configured, for the mistakes: {@code capstan.windows[0]}
     * @param windowDuration as {@link Durations#parse} reads it
     * @param timezone the name of an IANA time zone
     * @param mistakes is given one line for each value that is not allowed
     * @return empty if there was a mistake
     */
    public static Optional<MaintenanceWindow> read(
            String key, String cron, String windowDuration, String timezone, Consumer<String> mistakes) {
        // each is read before any is looked at, so that every mistake is named
        Optional<CronSchedule> schedule = schedule(key + ".cron", cron, mistakes);
        Optional<Duration> duration = duration(key + ".window-duration", windowDuration, mistakes);
        Optional<ZoneId> zone = zone(key + ".timezone", timezone, mistakes);
        return schedule.flatMap(s -> duration.flatMap(d -> zone.map(z -> new MaintenanceWindow(s, d, z))));
    }

    private static Optional<CronSchedule> schedule(String key, String text, Consumer<String> mistakes) {
        try {
            return Optional.of(CronSchedule.parse(text));
        } catch (IllegalArgumentException wrong) {
            String allowed = "minute, hour, day of month, month and day of week as in crontab, such as '0 2 * * 6'";
            mistakes.accept(mistake(key, text, allowed) + " (" + wrong.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String key, String text, Consumer<String> mistakes) {
        Optional<Duration> duration = Durations.parse(text).filter(MaintenanceWindow::isAllowed);
        if (duration.isEmpty()) {
            String allowed = "a duration longer than 0 and not longer than " + Durations.text(LONGEST);
            mistakes.accept(mistake(key, text, allowed + ", such as 90m or 2h"));
        }
        return duration;
    }

    private static boolean isAllowed(Duration duration) {
        return !duration.isZero() && !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
    }

    private static Optional<ZoneId> zone(String key, String text, Consumer<String> mistakes) {
        // fixed offsets, which ZoneId knows too, are none of IANA's names
        Optional<ZoneId> zone = Optional.of(text)
                .filter(name -> ZoneId.getAvailableZoneIds().contains(name))
                .map(ZoneId::of);
        if (zone.isEmpty()) {
            mistakes.accept(mistake(key, text, "the name of an IANA time zone, such as Europe/Berlin or UTC"));
        }
        return zone;
    }

    private static String mistake(String key, String found, String allowed) {
        String is = found.isBlank() ? " is not set" : " is " + Quoted.of(found);
        return key + is + "; allowed is " + allowed;
    }

    /**
     * The openings that start at {@code from} or later, in order, neither merged nor with an end.
     *
     * @param excluded dates, in the window's own time zone, on which it does not open
     */
    Stream<Opening> openings(Instant from, Set<LocalDate> excluded) {
        // a time that clocks skip may lie on the day before the one on which its window opens
        return cron.from(from.atZone(timezone).toLocalDate().minusDays(1))
                .map(this::start)
                .dropWhile(start -> start.isBefore(from))
                .filter(start -> !excluded.contains(start.atZone(timezone).toLocalDate()))
                .map(start -> new Opening(start, start.plus(windowDuration), timezone));
    }

    private Instant start(LocalDateTime scheduled) {
        ZoneOffsetTransition change = timezone.getRules().getTransition(scheduled);
        boolean isSkipped = change != null && change.isGap();
        return isSkipped
                ? change.getInstant()
                : scheduled.atZone(timezone).withEarlierOffsetAtOverlap().toInstant();
    }
}
