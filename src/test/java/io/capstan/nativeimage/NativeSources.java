package io.capstan.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What {@code native-image} would be given: Quarkus' {@code target/native-sources}. */
record NativeSources(Path directory) {
    static NativeSources built() {
        return new NativeSources(Path.of("target/native-sources"));
    }

    /** The arguments, in order. */
    List<String> arguments() {
        try {
            return List.of(Files.readString(directory.resolve("native-image.args"))
                    .strip()
                    .split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException("no native sources; ./mvnw verify makes them", e);
        }
    }

    String mainClass() {
        try (JarFile jar = runner()) {
            return jar.getManifest().getMainAttributes().getValue("Main-Class");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the classes of which an executable could make instances and read fields by reflection. */
    Set<String> reflective() {
        return StreamSupport.stream(configuration("reflect-config.json").spliterator(), false)
                .filter(type -> type.path("allDeclaredConstructors").asBoolean()
                        || type.path("allPublicConstructors").asBoolean()
                        || type.path("methods").isArray())
                .map(type -> type.path("name").asText())
                .collect(Collectors.toSet());
    }

    /** Regular expressions for the paths of the resources that an executable could read. */
    Set<String> resources() {
        return StreamSupport.stream(
                        configuration("resource-config.json")
                                .at("/resources/includes")
                                .spliterator(),
                        false)
                .map(include -> include.path("pattern").asText())
                .collect(Collectors.toSet());
    }

    private JsonNode configuration(String name) {
        try (JarFile jar = runner()) {
            return new ObjectMapper().readTree(jar.getInputStream(jar.getJarEntry("META-INF/native-image/" + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JarFile runner() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Path jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no runner in " + directory + "; ./mvnw verify makes it"));
            return new JarFile(jar.toFile());
        }
    }
}
