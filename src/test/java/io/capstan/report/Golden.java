package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output that a person has read and found good, in {@code src/test/resources/report}. */
final class Golden {
    private Golden() {}

    /** Compares, and leaves what was found in {@code target/golden/NAME}, so that it can be read and copied if it is right. */
    static void assertMatches(String found, String name) {
        try {
            Path left = Path.of("target", "golden", name);
            Files.createDirectories(left.toAbsolutePath().getParent());
            Files.writeString(left, found);
            assertThat(found).as(name).isEqualTo(read(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream golden = Golden.class.getResourceAsStream("/report/" + name)) {
            return golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
