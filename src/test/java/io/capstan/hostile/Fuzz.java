package io.capstan.hostile;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does the same again and again with other dice. Each round has a seed of its own, which its failure names:
 * {@code -Dfuzz.seed=SEED} begins there, {@code -Dfuzz.rounds=N} makes N rounds.
 */
public final class Fuzz {
    private static final String SEED = "fuzz.seed";
    private static final String ROUNDS = "fuzz.rounds";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Fuzz() {}

    /** One thing that must go well whatever the dice show. */
    @FunctionalInterface
    public interface Round {
        void play(Dice dice) throws Exception;
    }

    /**
     * Plays as many rounds as are {@code usual}, unless other numbers are asked for.
     *
     * @throws AssertionError for the first round that fails, or that does not end, with its seed
     */
    public static void rounds(int usual, Round round) {
        long first = Long.getLong(SEED, 1);
        int rounds = Integer.getInteger(ROUNDS, usual);
        for (long seed = first; seed < first + rounds; seed++) {
            play(seed, round);
        }
    }

    private static void play(long seed, Round round) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            round.play(new Dice(seed));
            return null;
        });
        Thread thread = new Thread(task, "round-" + seed);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(replay(seed) + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            AssertionError endless = new AssertionError(replay(seed) + ": it has not ended within " + PATIENCE);
            endless.setStackTrace(thread.getStackTrace());
            throw endless;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String replay(long seed) {
        return "a round with -D" + SEED + "=" + seed + " -D" + ROUNDS + "=1";
    }
}
