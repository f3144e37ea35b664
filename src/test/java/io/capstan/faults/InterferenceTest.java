package io.capstan.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Rotations through many seeds of weather; {@link Happening} lists what there is, {@link Watchman} and {@link Voyage} what is
 * held against it. {@code -Dfaults.seeds=N} and {@code -Dfaults.first-seed=N} choose the seeds.
 */
class InterferenceTest {
    /** As many as two processors make in a few minutes. */
    private static final long SEEDS = Long.getLong("faults.seeds", 300);

    private static final long FIRST_SEED = Long.getLong("faults.first-seed", 0);
    private static final int THREADS = 2;

    @Test
    void nothingThatTheWorldDoesLetsCapstanBreakAHandshakeOrEndWithoutSayingWhatToDo() {
        List<Voyage.Log> logs = sail(seeds());

        long handshakes = logs.stream().mapToLong(Voyage.Log::handshakes).sum();
        List<Voyage.Log> failed =
                logs.stream().filter(log -> !log.violations().isEmpty()).toList();
        System.out.println(logs.size() + " seeds, " + handshakes + " handshakes, " + failed.size() + " violations");
        FaultReport.write(
                "interference",
                Map.of("seeds", (long) logs.size(), "handshakes", handshakes, "violations", (long) failed.size()));
        assertThat(failed).as(() -> texts(failed)).isEmpty();
    }

    /** {@code -Dfaults.seed=N} replays one alone, {@code -Dfaults.happenings=K} only its first K happenings. */
    private static LongStream seeds() {
        Long one = Long.getLong("faults.seed");
        return one == null ? LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS) : LongStream.of(one);
    }

    private static List<Voyage.Log> sail(LongStream seeds) {
        int happenings = Integer.getInteger("faults.happenings", Integer.MAX_VALUE);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Voyage.Log>> voyages = seeds.mapToObj(
                            seed -> CompletableFuture.supplyAsync(() -> new Voyage(seed, happenings).run(), threads))
                    .toList();
            return voyages.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String texts(List<Voyage.Log> failed) {
        return failed.stream().map(Voyage.Log::text).collect(Collectors.joining(System.lineSeparator()));
    }
}
