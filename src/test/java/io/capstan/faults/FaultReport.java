package io.capstan.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the suites that try to break a rotation have covered, as {@code target/faults/report.json}: an object with one section
 * a suite, each written by the run that counted.
 */
public final class FaultReport {
    private static final Path FILE = Path.of("target", "faults", "report.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private FaultReport() {}

    /**
     * Puts {@code counts} in place of {@code section} and leaves the others as they are, whichever test, thread or process
     * writes them at the same time.
     *
     * @param section {@code decider}, {@code crash} or {@code interference}
     */
    public static void write(String section, Map<String, Long> counts) {
        write(FILE, section, counts);
    }

    /** A file lock is held by the process as a whole, so threads have to queue up before it. */
    static synchronized void write(Path file, String section, Map<String, Long> counts) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                ObjectNode report = read(channel);
                report.set(section, JSON.valueToTree(new TreeMap<>(counts)));
                byte[] text = PRETTY.writeValueAsBytes(report);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(text), 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(FileChannel channel) throws IOException {
        byte[] text = Channels.newInputStream(channel).readAllBytes();
        return text.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(text);
    }
}
