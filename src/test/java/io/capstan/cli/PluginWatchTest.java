package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginWatchTest {
    private static final Duration NONE = Duration.ZERO;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Process plugin;

    @BeforeEach
    void start() throws IOException {
        plugin = new ProcessBuilder("sleep", "61.25").start();
    }

    @AfterEach
    void end() {
        plugin.destroy();
    }

    @Test
    void aPluginThatTakesItsTimeIsNamed() throws InterruptedException {
        try (PluginWatch watch = new PluginWatch(NONE, said::add)) {
            assertThat(said.poll(1, TimeUnit.MINUTES))
                    .startsWith("still waiting for ")
                    .contains("sleep (process " + plugin.pid() + ")")
                    .doesNotContain("61.25");
        }
    }

    @Test
    void nothingIsSaidOnceTheKubeconfigIsRead() {
        List<Runnable> later = new ArrayList<>();
        new PluginWatch(later::add, said::add).close();

        assertThat(later).singleElement().satisfies(Runnable::run);
        assertThat(said).isEmpty();
    }
}
