package io.capstan.window;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A field of a crontab line, and which values it means: known from how it was made up, not by reading it. */
record CrontabField(String text, IntPredicate means) {
    static final CrontabField ANY = new CrontabField("*", value -> true);

    static CrontabField value(int value) {
        return new CrontabField(Integer.toString(value), v -> v == value);
    }

    boolean isAny() {
        return text.equals("*");
    }

    static Arbitrary<CrontabField> of(int first, int last) {
        Arbitrary<Integer> values = Arbitraries.integers().between(first, last);
        Arbitrary<CrontabField> lists = values.set()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(set -> new CrontabField(
                        set.stream().map(String::valueOf).collect(Collectors.joining(",")), set::contains));
        Arbitrary<CrontabField> ranges = values.flatMap(from -> Arbitraries.integers()
                .between(from, last)
                .map(to -> new CrontabField(from + "-" + to, v -> v >= from && v <= to)));
        Arbitrary<CrontabField> steps = Arbitraries.integers()
                .between(2, (first + last) / 2)
                .map(step -> new CrontabField("*/" + step, v -> (v - first) % step == 0));
        return Arbitraries.oneOf(values.map(CrontabField::value), lists, ranges, steps);
    }
}
