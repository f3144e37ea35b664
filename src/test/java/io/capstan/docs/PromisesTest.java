package io.capstan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the documentation name tests as what holds their promises; so these have to be there. */
class PromisesTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))(?:#(\\w+))?`");
    private static final Path PROMISES = Path.of("docs/promises.md");

    private final Map<String, String> sources = Stream.of("src/test", "e2e")
            .flatMap(root -> files(root, ".java"))
            .collect(Collectors.toMap(file -> name(file), PromisesTest::read, (one, other) -> one + other));

    @Test
    void everyTestThatAPageNamesIsThere() {
        List<String> missing = new ArrayList<>();
        Stream.concat(files("docs", ".md"), Stream.of(Path.of("README.md"))).forEach(page -> {
            Matcher test = TEST.matcher(read(page));
            while (test.find()) {
                String source = sources.getOrDefault(test.group(1), "");
                boolean isThere =
                        test.group(2) == null ? !source.isEmpty() : source.contains("void " + test.group(2) + "(");
                if (!isThere) {
                    missing.add(page + ": " + test.group());
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPromiseNamesATest() {
        List<String> rows = read(PROMISES)
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).containsPattern(TEST));
    }

    private static Stream<Path> files(String root, String ending) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
