package io.capstan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.report.Gauge;
import io.capstan.report.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    private static final Gauge OPEN = Metric.WINDOW_OPEN.of(true);
    private static final String OPEN_TEXT = """
            # HELP capstan_window_open 1 while a maintenance window is open, else 0.
            # TYPE capstan_window_open gauge
            capstan_window_open 1.0
            """;

    private final Path directory;

    TextFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everybodyMayReadTheFileAndNothingElseIsLeftBehind() throws UndeliveredException, IOException {
        new TextFile(file()).publish(List.of(OPEN));
        assertThat(file()).hasContent(OPEN_TEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r--r--");
        assertThat(names()).containsExactly("capstan.prom");
    }

    @Test
    void theFileOfThePassBeforeIsReplacedByAnotherOneNotRewritten() throws UndeliveredException, IOException {
        Files.writeString(file(), "old 1\n");
        Path stillOpen = Files.createLink(directory.resolve("a-reader's-view"), file());
        new TextFile(file()).publish(List.of(OPEN));
        assertThat(file()).hasContent(OPEN_TEXT);
        assertThat(stillOpen).hasContent("old 1\n");
    }

    @Test
    void aPassThatFailedLeavesTheMetricsOfOtherNames() throws UndeliveredException, IOException {
        TextFile textFile = new TextFile(file());
        textFile.publish(List.of(
                OPEN,
                Metric.FINDINGS.of(3, "warning"),
                Metric.FINDINGS.of(1, "critical"),
                Metric.ROTATION_REFUSED.of(0)));
        textFile.publishOnly(List.of(Metric.FINDINGS.of(2, "critical"), Metric.PASS_LAST_FAILURE.of(7)));
        assertThat(Files.readString(file()).lines())
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactlyInAnyOrder(
                        "capstan_window_open 1.0",
                        "capstan_rotation_refused 0.0",
                        "capstan_findings{severity=\"critical\",} 2.0",
                        "capstan_pass_last_failure_timestamp_seconds 7.0");
        assertThat(Files.readString(file()).lines())
                .filteredOn(line -> line.startsWith("# HELP capstan_findings "))
                .hasSize(1);
    }

    @Test
    void aFirstPassMayBeOneThatFailed() throws UndeliveredException {
        new TextFile(file()).publishOnly(List.of(OPEN));
        assertThat(file()).hasContent(OPEN_TEXT);
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Path nowhere = directory.resolve("nowhere").resolve("capstan.prom");
        assertThatThrownBy(() -> new TextFile(nowhere).publish(List.of(OPEN)))
                .isInstanceOf(UndeliveredException.class)
                .hasMessage("the metrics file " + nowhere + " was not written: there is no directory "
                        + nowhere.getParent() + "; make or mount it, or change capstan.textfile");
    }

    @Test
    void whatCannotBeReplacedIsToldAndNoTemporaryFileStays() throws IOException {
        Files.createDirectories(file().resolve("occupied"));
        assertThatThrownBy(() -> new TextFile(file()).publish(List.of(OPEN)))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageStartingWith("the metrics file " + file() + " was not written (")
                .hasMessageEndingWith("; this program's user must be able to write to " + directory);
        assertThat(names()).containsExactly("capstan.prom");
    }

    private Path file() {
        return directory.resolve("capstan.prom");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
