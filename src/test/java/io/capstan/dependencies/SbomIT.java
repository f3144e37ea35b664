package io.capstan.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build leaves, beside the program that it leaves and what docs/dependencies.md says of both. */
class SbomIT {
    private static final Path SBOM = Path.of("target/capstan-sbom.json");
    private static final Path PROGRAM = Path.of("target/quarkus-app");
    private static final Path PAGE = Path.of("docs/dependencies.md");
    /** A row of the page's table: a licence by its SPDX id, or by its name, and what is under it. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\|$");

    private static final String EVERYTHING_ELSE = "everything else";

    private final List<JsonNode> components = components();

    /** Who is given several licences may choose one (Maven, POM Reference, "Licenses"). */
    @Test
    void everythingIsUnderALicenceThatThePageAllows() {
        assertThat(components)
                .allSatisfy(component -> assertThat(licences(component))
                        .describedAs(name(component))
                        .containsAnyElementsOf(allowed().keySet()));
    }

    @Test
    void thePageNamesWhatIsUnderEachLicence() {
        String common = allowed().entrySet().stream()
                .filter(row -> row.getValue().equals(EVERYTHING_ELSE))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Map<String, TreeSet<String>> found = new TreeMap<>();
        components.stream()
                .filter(component -> !licences(component).contains(common))
                .forEach(component -> licences(component).stream()
                        .filter(allowed()::containsKey)
                        .forEach(licence -> found.computeIfAbsent(licence, any -> new TreeSet<>())
                                .add("`" + name(component) + "`")));
        Map<String, String> rows = new TreeMap<>(Map.of(common, EVERYTHING_ELSE));
        found.forEach((licence, names) -> rows.put(licence, String.join(", ", names)));

        assertThat(allowed()).isEqualTo(rows);
    }

    @Test
    void everyJarOfTheProgramIsInIt() throws IOException {
        List<String> files = components.stream()
                .map(component -> component.path("group").asText() + "." + name(component) + "-"
                        + component.path("version").asText())
                .toList();
        try (Stream<Path> main = Files.list(PROGRAM.resolve("lib/main"));
                Stream<Path> boot = Files.list(PROGRAM.resolve("lib/boot"))) {
            assertThat(Stream.concat(main, boot).map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(files).anyMatch(jar::startsWith));
        }
    }

    @Test
    void itKnowsNothingOfTheMachineThatBuiltIt() throws IOException {
        assertThat(Files.readString(SBOM))
                .contains("\"bomFormat\" : \"CycloneDX\"")
                .doesNotContain(System.getProperty("user.dir"), System.getProperty("user.home") + "/", "localhost");
    }

    private static List<JsonNode> components() {
        try {
            JsonNode components = new ObjectMapper().readTree(SBOM.toFile()).path("components");
            return StreamSupport.stream(components.spliterator(), false).toList();
        } catch (IOException e) {
            throw new AssertionError(SBOM + " cannot be read: ./mvnw package makes it", e);
        }
    }

    private static String name(JsonNode component) {
        return component.path("name").asText();
    }

    private static List<String> licences(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(choice -> choice.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()))
                .toList();
    }

    private static Map<String, String> allowed() {
        try {
            Map<String, String> rows = new TreeMap<>();
            ROW.matcher(Files.readString(PAGE)).results().forEach(row -> rows.put(row.group(1), row.group(2)));
            return rows;
        } catch (IOException e) {
            throw new AssertionError(PAGE + " cannot be read", e);
        }
    }
}
