package io.capstan.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Commands that only read, at an API server of which any answer may be damaged: a member exchanged, text torn off, a proxy's
 * page instead.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAnswersTest {
    private static final String[][] COMMANDS = {
        {"check"}, {"check", "-o", "json"}, {"check", "--certificates"}, {"plan"}, {"status"}, {"history"}
    };

    private final Drydock cluster = Drydock.afterThePage();
    private final HostileApi api = new HostileApi(cluster);
    private final Prompt prompt = Prompt.at(api.client(), cluster.clock());

    /** A report of a rotation that is over, and the intent of one that is not: there is much to read. */
    @BeforeAll
    void rotate() {
        Prompt own = Prompt.on(cluster);
        assertThat(own.run("rotate", "--yes", "--strategy", "prompt", "--reason", "first")
                        .exitCode())
                .isZero();
        assertThat(own.run("rotate", "--yes", "--no-wait", "--reason", "second").out())
                .contains("run it again later");
    }

    @AfterAll
    void stop() {
        api.close();
        cluster.close();
    }

    @Test
    void noDamageToOneAnswerIsMoreThanOneLine() {
        Fuzz.rounds(40, dice -> {
            int victim = dice.below(40);
            int[] count = {0};
            UnaryOperator<String> damage = body -> {
                synchronized (dice) {
                    return count[0]++ == victim && body.startsWith("{") ? new HostileJson(dice).damaged(body) : body;
                }
            };
            api.answer(damage);
            prompt.endsAsDocumented(dice.of(COMMANDS));
        });
    }

    @Test
    void noDamageToSomeAnswersIsMoreThanOneLine() {
        Fuzz.rounds(40, dice -> {
            api.answer(body -> {
                synchronized (dice) {
                    return dice.oneIn(4) && body.startsWith("{") ? new HostileJson(dice).damaged(body) : body;
                }
            });
            prompt.endsAsDocumented(dice.of(COMMANDS));
        });
    }
}
