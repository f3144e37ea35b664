package io.capstan.rotation;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What an enumeration has judged, counted from several threads, and what it found wrong. */
final class Tally {
    private static final int SHOWN = 20;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder states = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final Queue<String> first = new ConcurrentLinkedQueue<>();

    /** One more decision was judged. */
    void judged() {
        states.increment();
    }

    /** One more of a kind, so that nothing is asserted about what never came up. */
    void count(Object kind) {
        counts.computeIfAbsent(kind.toString(), any -> new LongAdder()).increment();
    }

    void expect(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            violations.increment();
            if (violations.sum() <= SHOWN) {
                first.add(otherwise.get());
            }
        }
    }

    long states() {
        return states.sum();
    }

    long violations() {
        return violations.sum();
    }

    boolean hasSeen(Object kind) {
        return counts.containsKey(kind.toString());
    }

    /** The first violations, one a line. */
    String report() {
        return first.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return states + " states, " + violations + " violations; " + counts;
    }
}
