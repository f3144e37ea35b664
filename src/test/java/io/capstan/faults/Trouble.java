package io.capstan.faults;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What goes wrong between Capstan and the API server, for a while. Which requests it hits depends on the seed, the path and
 * how often that was asked for, never on which of several threads was faster: so that a seed can be replayed.
 */
final class Trouble implements Fault {
    private static final int ONE_IN = 3;

    /** The kinds of trouble. */
    enum Kind {
        CONFLICT,
        GONE,
        BUSY,
        FAILURE,
        UNAVAILABLE,
        RESET,
        DONE_BUT_UNANSWERED,
        SLOW_WRITES,
        /** Those of a large cluster: the world goes on between two reads of one look. */
        SLOW_LISTS
    }

    private record Spell(Kind kind, Instant until) {}

    private final long seed;
    private final Supplier<Instant> clock;
    private final Consumer<Duration> time;
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<Spell> spells = new ArrayList<>();

    /** @param time lets so much of the world's time pass */
    Trouble(long seed, Supplier<Instant> clock, Consumer<Duration> time) {
        this.seed = seed;
        this.clock = clock;
        this.time = time;
    }

    synchronized void add(Kind kind, Duration length) {
        spells.add(new Spell(kind, clock.get().plus(length)));
    }

    synchronized void end() {
        spells.clear();
    }

    @Override
    public Outcome before(Request request) {
        List<Kind> hitting = hitting(request);
        if (hitting.contains(request.writes() ? Kind.SLOW_WRITES : Kind.SLOW_LISTS)
                && (request.writes() || isList(request))) {
            time.accept(Duration.ofSeconds(5 + Math.floorMod(Objects.hash(seed, request.path()), 20)));
        }
        return hitting.stream()
                .map(kind -> outcome(kind, request))
                .filter(outcome -> !(outcome instanceof Outcome.Pass))
                .findFirst()
                .orElse(Outcome.pass());
    }

    private static Outcome outcome(Kind kind, Request request) {
        return switch (kind) {
            case CONFLICT ->
                request.writes() ? answer(409, "Conflict", "the object has been modified") : Outcome.pass();
            case GONE -> isList(request) ? answer(410, "Expired", "too old resource version") : Outcome.pass();
            case BUSY -> Outcome.tooManyRequests(Duration.ZERO);
            case FAILURE -> answer(500, "InternalError", "etcdserver: request timed out");
            case UNAVAILABLE -> answer(503, "ServiceUnavailable", "apiserver not ready");
            case RESET -> Outcome.drop();
            case DONE_BUT_UNANSWERED, SLOW_WRITES, SLOW_LISTS -> Outcome.pass();
        };
    }

    private static boolean isList(Request request) {
        return request.method().equals("GET") && request.query().containsKey("limit");
    }

    private static Outcome answer(int code, String reason, String message) {
        return Outcome.answer(code, reason, message);
    }

    @Override
    public Outcome after(Request request) {
        return request.writes() && hitting(request).contains(Kind.DONE_BUT_UNANSWERED)
                ? Outcome.drop()
                : Outcome.pass();
    }

    /** By ordinals, which are the same in each JVM, as hash codes of constants are not: a seed can be played again. */
    @SuppressWarnings("EnumOrdinal")
    private synchronized List<Kind> hitting(Request request) {
        Instant now = clock.get();
        spells.removeIf(spell -> spell.until().isBefore(now));
        if (spells.isEmpty()) {
            return List.of();
        }
        String what = request.method() + " " + request.path();
        int times = asked.merge(what, 1, Integer::sum);
        return spells.stream()
                .map(Spell::kind)
                .filter(kind ->
                        Math.floorMod((Objects.hash(seed, what, times, kind.ordinal()) * 0x9E3779B9) >>> 8, ONE_IN)
                                == 0)
                .toList();
    }
}
