package io.capstan.e2e.speed;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run took, its children included.
 *
 * @param seconds by the wall clock
 * @param cpuSeconds in user and system mode
 * @param peakMib the largest resident set of any one process of it
 */
record Measured(double seconds, double cpuSeconds, double peakMib) {
    /** Reads what GNU time prints for {@code %e %U %S %M}. */
    static Measured parse(String line) {
        String[] fields = line.strip().split(" ", -1);
        return new Measured(
                Double.parseDouble(fields[0]),
                Double.parseDouble(fields[1]) + Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]) / 1024);
    }

    /** Each figure's own median. */
    static Measured median(List<Measured> runs) {
        return new Measured(
                median(runs, Measured::seconds), median(runs, Measured::cpuSeconds), median(runs, Measured::peakMib));
    }

    private static double median(List<Measured> runs, ToDoubleFunction<Measured> figure) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(figure))
                .skip(runs.size() / 2)
                .findFirst()
                .map(figure::applyAsDouble)
                .orElseThrow();
    }
}
