package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrategyTest {
    @Test
    void isWrittenInSmallLetters() {
        assertThat(Strategy.values())
                .extracting(Strategy::text)
                .containsExactly("seamless", "prompt", "documented", "recover");
    }

    @Test
    void onlyARecoveryIsNeverDoneWithoutAPerson() {
        assertThat(Strategy.values())
                .filteredOn(strategy -> !strategy.isForEveryDay())
                .containsExactly(Strategy.RECOVER);
    }
}
