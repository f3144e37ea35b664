package io.capstan.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is too much for any cluster is not too much for Capstan's memory. */
class SmallHeapTest {
    @Test
    void tenThousandCertificatesInTenMegabytesAreCheckedWithin96Megabytes() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeBundle.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(printed).doesNotContain("OutOfMemory").contains(" and 9992 more", "Status check results are");
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(2_000));
        assertThat(process.exitValue()).isZero();
    }
}
