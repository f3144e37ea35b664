package io.capstan.faults;

import io.capstan.config.Key;
import io.capstan.drydock.probe.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The ways to rotate, and how each is started. */
enum Way {
    SEAMLESS(Map.of(), "rotate", "--yes", "--request-id", Way.REQUEST, "--strategy", "seamless"),
    SEAMLESS_HOLDING_THE_ISSUER(
            Map.of(Key.HOLD_ISSUER, "true"), "rotate", "--yes", "--request-id", Way.REQUEST, "--strategy", "seamless"),
    PROMPT(Map.of(), "rotate", "--yes", "--request-id", Way.REQUEST, "--strategy", "prompt"),
    PROMPT_AND_PURGE(
            Map.of(Key.HOLD_ISSUER, "true"),
            "rotate",
            "--yes",
            "--request-id",
            Way.REQUEST,
            "--strategy",
            "prompt",
            "--purge"),
    DOCUMENTED(Map.of(), "rotate", "--yes", "--request-id", Way.REQUEST, "--strategy", "documented"),
    RECOVER(Map.of(), "rotate", "--yes", "--request-id", Way.REQUEST, "--strategy", "recover"),
    SEAMLESS_BY_PASSES(Map.of(Key.HOLD_ISSUER, "true"), "run"),
    PROMPT_BY_PASSES(Map.of(Key.STRATEGY, "prompt"), "run");

    /** What a rotation is asked for as. */
    static final String REQUEST = "one";

    private static final Duration BETWEEN_PASSES = Duration.ofMinutes(5);

    private final Map<Key, String> settings;
    private final List<String> command;

    Way(Map<Key, String> settings, String... command) {
        this.settings = settings;
        this.command = List.of(command);
    }

    Map<Key, String> settings() {
        return settings;
    }

    List<String> command() {
        return command;
    }

    /** Whether it is a strategy and nothing more. */
    boolean isStrategy() {
        return settings.isEmpty() && !isByPasses();
    }

    boolean isByPasses() {
        return command.contains("run");
    }

    /** Whether it waits until each proxy has renewed its leaf by itself. */
    boolean waitsForLeaves() {
        return this == SEAMLESS || this == SEAMLESS_HOLDING_THE_ISSUER || this == SEAMLESS_BY_PASSES || this == RECOVER;
    }

    /** Whether no running proxy trusts the old anchor in the end. */
    boolean purges() {
        return command.contains("--purge");
    }

    /** How long after the end of one run the next is started. */
    Duration untilNextRun() {
        return isByPasses() ? BETWEEN_PASSES : Duration.ZERO;
    }

    /** Whether it is for a mesh whose anchor or issuer has expired. */
    boolean recovers() {
        return this == RECOVER;
    }

    /** Whether handshakes fail in it whatever happens: by its own order, or before it begins. */
    boolean breaksHandshakes() {
        return this == DOCUMENTED || recovers();
    }

    /** Whether it breaks this handshake itself: the documented order where one side has not loaded the other's anchor. */
    boolean isBrokenBy(Tally.Failure failure) {
        return this == DOCUMENTED && failure.why().endsWith("certificate signed by unknown authority");
    }
}
