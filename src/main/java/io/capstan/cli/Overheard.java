package io.capstan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class of a library logs for a while, in the place of its log: it says there alone what it should have thrown. */
final class Overheard extends Handler implements AutoCloseable {
    private static final int LONGEST = 200;

    private final Logger logger;
    private final List<String> lines = new ArrayList<>();

    private Overheard(Logger logger) {
        this.logger = logger;
    }

    static Overheard of(Class<?> type) {
        Overheard overheard = new Overheard(Logger.getLogger(type.getName()));
        overheard.logger.addHandler(overheard);
        overheard.logger.setUseParentHandlers(false);
        return overheard;
    }

    /** The first line of it, if there is one. What begins as JSON is left out: a plugin's may be the credentials themselves. */
    Optional<String> first() {
        return lines.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("{"))
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line)
                .findFirst();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
