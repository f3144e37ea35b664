package io.capstan.cli;

import io.capstan.config.WorkloadNames;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** What options take, read before a command runs: a mistake in it is told before any cluster is asked. */
final class OptionValues {
    private OptionValues() {}

    static int count(String text) {
        if (!text.matches("0*[1-9][0-9]{0,3}")) {
            throw new TypeConversionException("expected a whole number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    static Duration duration(String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(
                        () -> new TypeConversionException("expected a duration longer than 0, such as 10m, 36h or 3d"));
    }

    static ObjectRef workload(String text) {
        return WorkloadNames.parse(text)
                .orElseThrow(() -> new TypeConversionException("expected " + WorkloadNames.EXPECTED));
    }
}
