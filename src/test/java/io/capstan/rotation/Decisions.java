package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;

/** What tests expect of decisions that do nothing. */
final class Decisions {
    private Decisions() {}

    static void assertRefused(Decision decision, String... words) {
        assertThat(decision)
                .asInstanceOf(type(Decision.Refuse.class))
                .satisfies(refuse ->
                        assertThat(String.join("\n", refuse.reasons())).contains(words));
    }

    static void assertWaits(Decision decision, String... words) {
        assertThat(decision)
                .asInstanceOf(type(Decision.Wait.class))
                .satisfies(wait -> assertThat(wait.reason()).contains(words));
    }

    static void assertWaitsUntil(Instant until, Decision decision) {
        assertThat(decision)
                .asInstanceOf(type(Decision.Wait.class))
                .satisfies(wait -> assertThat(wait.until()).contains(until));
    }
}
