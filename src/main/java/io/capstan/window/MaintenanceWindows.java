package io.capstan.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * When what disturbs users may be done: in any of several windows. Openings that overlap or touch, also those of different
 * windows, are one opening, so that nobody waits for an end that is none.
 *
 * <p>It looks {@link #HORIZON} ahead and as far back. An opening that goes on without end is told with a start and an end
 * beyond that, and none follows it.
 *
 * @param windows none for always
 * @param excludedDates on which no window opens, each by the date of its own time zone; one that opened the day before
 *     stays open past midnight, and one that does not open has no part after midnight either
 */
public record MaintenanceWindows(List<MaintenanceWindow> windows, Set<LocalDate> excludedDates) {
    /** How far an opening is looked for: a year, and the time to act upon what is found. */
    public static final Duration HORIZON = Duration.ofDays(400);

    /** No window is configured: any time is as good as another. */
    public static final MaintenanceWindows ALWAYS = new MaintenanceWindows(List.of(), Set.of());

    /** @throws IllegalArgumentException if there are dates but no window that they could keep from opening */
    public MaintenanceWindows {
        windows = List.copyOf(windows);
        excludedDates = Set.copyOf(excludedDates);
        if (windows.isEmpty() && !excludedDates.isEmpty()) {
            throw new IllegalArgumentException("excluded dates close windows, and there is none");
        }
    }

    public boolean isAlways() {
        return windows.isEmpty();
    }

    /** The opening that holds {@code instant}. */
    public Optional<Opening> at(Instant instant) {
        return from(instant).findFirst().filter(opening -> opening.holds(instant));
    }

    /** The first opening that starts after {@code instant}; none if that is further away than {@link #HORIZON}. */
    public Optional<Opening> next(Instant instant) {
        return from(instant).filter(opening -> opening.start().isAfter(instant)).findFirst();
    }

    /** The opening that holds {@code instant}, if one does, and those that start up to {@link #HORIZON} later; lazily. */
    public Stream<Opening> from(Instant instant) {
        if (isAlways()) {
            return Stream.of(new Opening(instant.minus(HORIZON), instant.plus(HORIZON), ZoneOffset.UTC));
        }
        Instant horizon = instant.plus(HORIZON);
        return merged(beforePresentOpening(instant), instant, HORIZON)
                .dropWhile(opening -> !opening.end().isAfter(instant))
                .takeWhile(opening -> !opening.start().isAfter(horizon));
    }

    /** A moment from which on to merge so that the opening which holds {@code instant} is found with its true start. */
    private Instant beforePresentOpening(Instant instant) {
        Duration longest = windows.stream()
                .map(MaintenanceWindow::windowDuration)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (Duration back = longest; back.compareTo(HORIZON) < 0; back = back.multipliedBy(4)) {
            Instant known = instant.minus(back);
            // whatever reaches into the time from `known` on has started by then
            Instant from = known.minus(longest);
            boolean startedBefore = merged(from, instant, Duration.ZERO)
                    .dropWhile(opening -> !opening.end().isAfter(instant))
                    .findFirst()
                    .filter(opening -> opening.start().isBefore(known))
                    .isPresent();
            if (!startedBefore) {
                return from;
            }
        }
        return instant.minus(HORIZON).minus(longest);
    }

    private Stream<Opening> merged(Instant from, Instant now, Duration reach) {
        List<Stream<Opening>> openings = windows.stream()
                .map(window -> window.openings(from, excludedDates))
                .toList();
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new MergedOpenings(openings, now, reach), traits), false);
    }
}
