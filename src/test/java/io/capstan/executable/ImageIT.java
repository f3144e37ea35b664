package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM image's entry point, in a directory that is laid out as its Dockerfile lays {@code /opt/capstan} out: an aot-jar
 * and the launchers.
 */
class ImageIT {
    private static final Path DOCKER = Path.of("src/main/docker");
    private static final int FIRST_WITH_AN_AOT_CACHE_IN_ONE_STEP = 25;
    private static final int CLUSTER = 3;

    @TempDir
    private Path directory = Path.of("");

    private Path home = Path.of("");
    private Path entryPoint = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        List<String> entry = Dockerfile.read(DOCKER.resolve("Dockerfile.jvm")).entryPoint();
        assertThat(entry).containsExactly("/opt/capstan/bin/capstan");
        home = directory.resolve("capstan");
        copy(Path.of("target/image"), home);
        entryPoint = home.resolve("bin/capstan");
    }

    /** What another class loader than the JVM's own loads is in no cache; a fast-jar has one. */
    @Test
    void hasTheWholeProgramOnTheJvmsOwnClassPath() throws IOException {
        try (JarFile jar = new JarFile(home.resolve("quarkus-run.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .contains("app/capstan-", "lib/main/");
        }
    }

    /** The JVM verifies what is signed at each start, and keeps none of it in a cache. */
    @Test
    void hasNothingSigned() throws IOException {
        List<Path> jars = files().keySet().stream()
                .filter(path -> path.toString().endsWith(".jar"))
                .toList();

        assertThat(jars).hasSizeGreaterThan(100).allSatisfy(path -> {
            try (JarFile jar = new JarFile(path.toFile())) {
                assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> name.matches("META-INF/[^/]*[.]SF"));
            }
        });
    }

    @Test
    void startsWithoutACacheAndWritesNothing() throws IOException {
        Map<Path, Long> before = files();
        Executable.Result check = image().run("check");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.out()).isEmpty();
        assertThat(check.err()).startsWith("The API server at ").hasLineCount(1);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void startsWithTheCacheThatItWasTrainedFor() throws IOException {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_AN_AOT_CACHE_IN_ONE_STEP, "the JVM makes no AOT cache");
        Executable.Result training = new Executable(
                        List.of(home.resolve("train").toString()), Map.of())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run();
        assertThat(training.exitCode()).describedAs(training.err()).isZero();

        Map<Path, Long> before = files();
        // AOTMode=on makes a cache that cannot be used an error
        Executable.Result help =
                image().with("CAPSTAN_JAVA_OPTS", options() + " -XX:AOTMode=on").run("check", "--help");

        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: capstan check");
        assertThat(help.exitCode()).isZero();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void saysOnStandardErrorThatACacheIsOfNoUse() throws IOException {
        assumeTrue(Runtime.version().feature() >= FIRST_WITH_AN_AOT_CACHE_IN_ONE_STEP, "the JVM reads no AOT cache");
        Files.writeString(home.resolve("capstan.aot"), "no cache");

        Executable.Result version = image().run("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("capstan \\S+\\R");
        assertThat(version.err()).isNotEmpty();
    }

    /** With a root that it cannot write to where that can be had: not for root, whom no permission holds back. */
    private Executable image() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(Files::isDirectory)
                    .forEach(
                            path -> assertThat(path.toFile().setWritable(false)).isTrue());
        }
        return new Executable(List.of(entryPoint.toString()), Map.of())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("CAPSTAN_JAVA_OPTS", options())
                .with("HOME", "/nonexistent")
                .with("TMPDIR", "/nonexistent")
                .with("KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0")
                .with("KUBERNETES_MASTER", "http://127.0.0.1:1");
    }

    /** What the image sets. */
    private static String options() throws IOException {
        return Dockerfile.read(DOCKER.resolve("Dockerfile.jvm")).lastStage().all("ENV").stream()
                .filter(variable -> variable.startsWith("CAPSTAN_JAVA_OPTS="))
                .map(variable -> variable.substring(variable.indexOf('=') + 1).replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    private Map<Path, Long> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .collect(
                            Collectors.toMap(path -> path, path -> path.toFile().lastModified()));
        }
    }

    /** As {@code COPY} does: with the times of change, by which the JVM tells whether a cache fits. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
