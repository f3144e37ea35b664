package io.capstan.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** How a server is told who asks. What is secret stays in a file, a mounted Secret, and is read anew for each request. */
public sealed interface Credentials {

    /** The file that holds what is secret. */
    Path file();

    /** The value of the header {@code Authorization}. @throws IOException if the file cannot be read */
    String header() throws IOException;

    /** A user's name and a password (RFC 7617). */
    record Basic(String user, Path file) implements Credentials {
        @Override
        public String header() throws IOException {
            byte[] pair = (user + ":" + secret(file)).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    /** A token (RFC 6750), such as that of a ServiceAccount. */
    record Bearer(Path file) implements Credentials {
        @Override
        public String header() throws IOException {
            return "Bearer " + secret(file);
        }
    }

    /** Editors end a file with a newline that is no part of what it holds. */
    private static String secret(Path file) throws IOException {
        return Files.readString(file).replaceFirst("[\\r\\n]+\\z", "");
    }
}
