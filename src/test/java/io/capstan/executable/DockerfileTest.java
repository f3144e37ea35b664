package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of an image without building it. */
class DockerfileTest {
    private static final Path DOCKER = Path.of("src/main/docker");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void runsAsNobodyWhoOwnsTheProgram(String file) throws IOException {
        Dockerfile image = Dockerfile.read(DOCKER.resolve(file)).lastStage();

        assertThat(image.all("USER")).containsExactly("65532:65532");
        assertThat(image.all("RUN")).isEmpty();
        assertThat(image.all("COPY"))
                .isNotEmpty()
                .allMatch(copy -> copy.startsWith("--from="))
                .noneMatch(copy -> copy.contains("--chown"));
        assertThat(image.entryPoint()).containsExactly("/opt/capstan/bin/capstan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void isMadeOfNamedVersionsAndOfThisSourceAlone(String file) throws IOException {
        Dockerfile whole = Dockerfile.read(DOCKER.resolve(file));

        assertThat(whole.bases())
                .isNotEmpty()
                .allMatch(base -> base.matches("[a-z.]+/[a-z0-9/-]+:.*\\d.*"), "registry/name:version");
        assertThat(whole.all("ADD")).isEmpty();
        assertThat(whole.all("RUN")).noneMatch(run -> run.matches(".*\\b(curl|wget|sudo|apt-get)\\b.*"));
        assertThat(whole.all("VOLUME")).isEmpty();
    }

    @Test
    void trainsTheCacheOnTheJvmThatUsesIt() throws IOException {
        Dockerfile whole = Dockerfile.read(DOCKER.resolve("Dockerfile.jvm"));
        List<String> stages = whole.all("FROM");

        assertThat(stages).hasSize(3);
        assertThat(stages.get(1)).isEqualTo(stages.get(2) + " AS train");
        // the class of the tests that trains it, by its name
        assertThat(whole.all("RUN")).anyMatch(run -> run.endsWith(Rehearsal.class.getName() + " /opt/capstan"));
        assertThat(whole.lastStage().all("COPY")).containsExactly("--from=train /opt/capstan /opt/capstan");
    }

    @Test
    void sendsNothingToTheBuilderButWhatItCopies() throws IOException {
        Set<String> sent = Set.copyOf(Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList());
        try (Stream<Path> files = Files.list(DOCKER)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("Dockerfile"))
                    .toList()) {
                Stream<String> copied = Dockerfile.read(file).all("COPY").stream()
                        .filter(copy -> !copy.contains("--from="))
                        .map(copy -> copy.replaceAll("--\\S+ ", ""))
                        .map(copy -> copy.substring(0, copy.lastIndexOf(' ')))
                        .flatMap(sources -> Stream.of(sources.split(" ")));
                assertThat(copied).describedAs(file.toString()).containsExactlyInAnyOrderElementsOf(sent);
            }
        }
    }
}
