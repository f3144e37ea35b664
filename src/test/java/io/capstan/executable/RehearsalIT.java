package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM image's Dockerfile has done to it while it is built. */
class RehearsalIT {
    private static final int FIRST_WITH_AN_AOT_CACHE_IN_ONE_STEP = 25;
    private static final int WARNINGS = 1;

    @Test
    void makesACacheByAWholeCheckOverTls(@TempDir Path directory) throws IOException {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_AN_AOT_CACHE_IN_ONE_STEP, "the JVM makes no AOT cache");
        Path home = directory.resolve("capstan");
        try (Stream<Path> all = Files.walk(Path.of("target/quarkus-app"))) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        home.resolve(Path.of("target/quarkus-app").relativize(path)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        Executable.Result check = Rehearsal.train(home);

        assertThat(check.out()).describedAs(check.err()).contains("[anchor-unattended-renewal]");
        assertThat(check.exitCode()).isEqualTo(WARNINGS);
        assertThat(home.resolve("capstan.aot")).isNotEmptyFile();
    }
}
