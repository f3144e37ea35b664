package io.capstan.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultReportTest {
    @Test
    void aSectionIsReplacedAndTheOthersStay(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("faults/report.json");
        FaultReport.write(file, "decider", Map.of("states", 1000L, "violations", 3L));
        FaultReport.write(file, "crash", Map.of("writes", 7L));
        FaultReport.write(file, "decider", Map.of("states", 5L));

        assertThat(report(file)).hasToString("{\"decider\":{\"states\":5},\"crash\":{\"writes\":7}}");
    }

    @Test
    void noSectionIsLostWhereManyAreWrittenAtOnce(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");
        IntStream.range(0, 50)
                .parallel()
                .forEach(i -> FaultReport.write(file, "suite-" + i, Map.of("cases", (long) i)));

        JsonNode report = report(file);
        assertThat(report).hasSize(50);
        assertThat(report.at("/suite-49/cases").asLong()).isEqualTo(49);
    }

    private static JsonNode report(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
