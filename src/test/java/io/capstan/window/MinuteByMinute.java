package io.capstan.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * When windows are open, found out by looking at the clock on the wall every minute: a window opens when the clock has come
 * to show, or has jumped over, a time that it means and that the clock had not shown before. Slow, and knows nothing of
 * cron or of how time zones change.
 */
final class MinuteByMinute {
    private final Instant start;
    private final int minutes;
    private final BitSet open = new BitSet();

    MinuteByMinute(List<MadeUpWindow> windows, Set<LocalDate> excluded, Instant start, Duration length) {
        this.start = start;
        this.minutes = Math.toIntExact(length.toMinutes());
        windows.forEach(window -> watch(window, excluded));
    }

    private void watch(MadeUpWindow window, Set<LocalDate> excluded) {
        // two days more, after which it no longer matters what the clock had shown before the first look
        int lead = Math.toIntExact(window.duration().plusDays(2).toMinutes());
        LocalDateTime shown = clock(window, -lead);
        for (int minute = -lead; minute < minutes; minute++) {
            LocalDateTime now = clock(window, minute);
            boolean opens = false;
            while (shown.isBefore(now)) {
                shown = shown.plusMinutes(1);
                opens |= window.means(shown);
            }
            int end = minute + Math.toIntExact(window.duration().toMinutes());
            if (opens && !excluded.contains(now.toLocalDate()) && end > 0) {
                open.set(Math.max(minute, 0), Math.min(end, minutes));
            }
        }
    }

    private LocalDateTime clock(MadeUpWindow window, int minute) {
        return LocalDateTime.ofInstant(instant(minute), window.timezone());
    }

    private Instant instant(int minute) {
        return start.plus(minute, ChronoUnit.MINUTES);
    }

    boolean isOpen(Instant instant) {
        return open.get(Math.toIntExact(Duration.between(start, instant).toMinutes()));
    }

    /** Every stretch in which some window is open, cut off where the watch began and ended. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int from = open.nextSetBit(0);
        while (from >= 0) {
            int to = open.nextClearBit(from);
            stretches.add(new Stretch(instant(from), instant(to)));
            from = open.nextSetBit(to);
        }
        return stretches;
    }

    record Stretch(Instant start, Instant end) {}
}
