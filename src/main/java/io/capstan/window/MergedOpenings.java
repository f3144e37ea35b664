package io.capstan.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** The openings of several windows in one row; those that overlap or touch are one. */
final class MergedOpenings implements Iterator<Opening> {
    private final PriorityQueue<Row> rows = new PriorityQueue<>(
            Comparator.comparing((Row row) -> row.first().start()).thenComparing(Row::order));
    private final Instant now;
    private final Duration reach;

    /**
     * @param windows each in the order of its starts; of two that start together, the first names the time zone
     * @param reach how far beyond {@code now} and its own start an opening is followed; one that goes on beyond is the
     *     last
     */
    MergedOpenings(List<Stream<Opening>> windows, Instant now, Duration reach) {
        this.now = now;
        this.reach = reach;
        for (int order = 0; order < windows.size(); order++) {
            line(order, windows.get(order).iterator());
        }
    }

    /** The openings of one window that are still to come; there is at least one. */
    private record Row(int order, Opening first, Iterator<Opening> rest) {}

    @Override
    public boolean hasNext() {
        return !rows.isEmpty();
    }

    @Override
    public Opening next() {
        if (rows.isEmpty()) {
            throw new NoSuchElementException();
        }
        Opening opening = take();
        Instant limit = (now.isAfter(opening.start()) ? now : opening.start()).plus(reach);
        while (!rows.isEmpty() && opening.isTouchedBy(rows.element().first())) {
            if (opening.end().isAfter(limit)) {
                rows.clear();
            } else {
                opening = opening.until(take().end());
            }
        }
        return opening;
    }

    private Opening take() {
        Row row = rows.remove();
        line(row.order(), row.rest());
        return row.first();
    }

    private void line(int order, Iterator<Opening> window) {
        if (window.hasNext()) {
            rows.add(new Row(order, window.next(), window));
        }
    }
}
