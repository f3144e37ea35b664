package io.capstan.config;

import io.capstan.window.MaintenanceWindow;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Quoted;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads {@code capstan.windows[N].cron}, {@code .window-duration} (also {@code .windowDuration}, as cert-manager spells it)
 * and {@code .timezone} (UTC if none is set), from N = 0 on, and {@code capstan.excluded-dates}: ISO dates, as a list or
 * with commas.
 */
final class WindowReading {
    private static final String WINDOWS = "capstan.windows";
    private static final String EXCLUDED_DATES = "capstan.excluded-dates";

    private final Function<String, Optional<String>> value;
    private final Consumer<String> mistakes;

    /**
     * @param value of a key, by its full name
     * @param mistakes is given one line for each value that is not allowed
     */
    WindowReading(Function<String, Optional<String>> value, Consumer<String> mistakes) {
        this.value = value;
        this.mistakes = mistakes;
    }

    MaintenanceWindows read() {
        int count = count();
        List<MaintenanceWindow> windows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            window(number).ifPresent(windows::add);
        }
        Set<LocalDate> excluded = excludedDates();
        if (count == 0 && !excluded.isEmpty()) {
            mistakes.accept(EXCLUDED_DATES + " is set, but no window that could stay closed on these dates; allowed is "
                    + "together with " + WINDOWS + "[0].cron");
        }
        // where every window was mistaken this is not what was meant: the mistakes keep it from being used
        return windows.isEmpty() ? MaintenanceWindows.ALWAYS : new MaintenanceWindows(windows, excluded);
    }

    private int count() {
        int count = 0;
        while (isSet(count)) {
            count++;
        }
        if (isSet(count + 1)) {
            mistakes.accept(key(count) + " is not set, but " + key(count + 1) + " is; allowed are numbers from 0 on,"
                    + " without a hole");
        }
        return count;
    }

    private boolean isSet(int number) {
        return Stream.of("cron", "window-duration", "windowDuration", "timezone")
                .anyMatch(name -> text(key(number) + "." + name).isPresent());
    }

    private Optional<MaintenanceWindow> window(int number) {
        String key = key(number);
        Optional<String> duration = text(key + ".window-duration").or(() -> text(key + ".windowDuration"));
        return MaintenanceWindow.read(
                key,
                text(key + ".cron").orElse(""),
                duration.orElse(""),
                text(key + ".timezone").orElse("UTC"),
                mistakes);
    }

    private static String key(int number) {
        return WINDOWS + "[" + number + "]";
    }

    private Set<LocalDate> excludedDates() {
        Set<LocalDate> dates = new TreeSet<>();
        text(EXCLUDED_DATES)
                .ifPresent(list -> Stream.of(list.split(",")).forEach(date -> excluded(EXCLUDED_DATES, date, dates)));
        for (int number = 0; text(EXCLUDED_DATES + "[" + number + "]").isPresent(); number++) {
            String key = EXCLUDED_DATES + "[" + number + "]";
            text(key).ifPresent(date -> excluded(key, date, dates));
        }
        return dates;
    }

    private void excluded(String key, String text, Set<LocalDate> dates) {
        try {
            dates.add(LocalDate.parse(text.strip()));
        } catch (DateTimeException notADate) {
            mistakes.accept(key + " has " + Quoted.of(text) + "; allowed are dates such as 2026-12-24");
        }
    }

    private Optional<String> text(String key) {
        return value.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }
}
