package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void onlyServeOpensAPort() {
        assertThat(Main.serves("serve")).isTrue();
        assertThat(Main.serves("--anything", "serve")).isTrue();
        assertThat(Main.serves("--context", "blue", "-L", "mesh", "serve")).isTrue();
        assertThat(Main.serves("--context=blue", "serve")).isTrue();
        assertThat(Main.serves("--context", "serve", "check")).isFalse();
        assertThat(Main.serves("rotate", "--reason", "serve")).isFalse();
        assertThat(Main.serves()).isFalse();
    }
}
