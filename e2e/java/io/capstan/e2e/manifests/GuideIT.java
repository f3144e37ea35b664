package io.capstan.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.e2e.stack.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that {@code docs/installing.md} puts on top of {@code k8s/}, as they are shown there. */
class GuideIT {
    private static final String GUIDE = RunDirectory.read(Path.of("docs/installing.md"));

    private final Path own;

    GuideIT(@TempDir Path own) {
        this.own = own;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "serve", "check", "pushgateway"})
    void putImageAndSettingsIntoEachThatIsComplete(String overlay) throws IOException {
        write("kustomization.yaml", shown("kind: Kustomization").get(0).replace("k8s/base ", "k8s/" + overlay + " "));
        write("settings.yaml", shown("kind: ConfigMap").get(0));

        List<JsonNode> objects = List.copyOf(Rendered.directory(own.toString()).objects());

        assertTheirImageIsTheGuides(objects);
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("ConfigMap"))
                .extracting(object -> object.at("/data/application.yaml/capstan/windows/0/cron")
                        .asText())
                .containsExactly("0 2 * * 6");
    }

    @Test
    void putTheImageIntoTheJobForOneRotation() throws IOException {
        write("kustomization.yaml", shown("kind: Kustomization").get(1));

        List<JsonNode> objects = List.copyOf(Rendered.directory(own.toString()).objects());

        assertThat(objects).hasSize(1);
        assertTheirImageIsTheGuides(objects);
    }

    private static void assertTheirImageIsTheGuides(List<JsonNode> objects) {
        assertThat(objects)
                .flatExtracting(object -> object.findValuesAsText("image"))
                .containsExactly("registry.example.org/capstan:0.1.0");
    }

    /** The blocks of the guide that hold this line, in their order. */
    private static List<String> shown(String line) {
        return Pattern.compile("(?m)(?:^ {4}.*\n)+")
                .matcher(GUIDE)
                .results()
                .map(MatchResult::group)
                .filter(block -> block.lines().anyMatch(("    " + line)::equals))
                .map(String::stripIndent)
                .toList();
    }

    /** With the way from there to this checkout, which the guide says is beside it. */
    private void write(String file, String text) throws IOException {
        Path checkout = own.toRealPath().relativize(Path.of("").toRealPath());
        Files.writeString(own.resolve(file), text.replace("../capstan/", checkout + "/"));
    }
}
