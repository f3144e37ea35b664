package io.capstan.e2e.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code e2e/stack/build} has built: programs, custom resource definitions and KWOK's stages. */
public record Programs(Path directory) {

    /**
     * The build that system property {@code capstan.e2e.stack} names; by default the link that the Maven profile makes.
     *
     * @throws IllegalStateException if nothing has been built there; the message says how to
     */
    public static Programs built() {
        Path directory = Path.of(System.getProperty("capstan.e2e.stack", "target/e2e/stack"));
        if (!Files.isDirectory(directory.resolve("bin"))) {
            throw new IllegalStateException(
                    "no programs in " + directory + "; make them with: e2e/stack/build " + directory);
        }
        return new Programs(directory.toAbsolutePath());
    }

    public String path(String program) {
        return bin().resolve(program).toString();
    }

    /** The directory to put on a shell's {@code PATH}. */
    public Path bin() {
        return directory.resolve("bin");
    }

    public Path customResourceDefinitions() {
        return directory.resolve("crds");
    }

    public Path stages() {
        return directory.resolve("stages");
    }
}
