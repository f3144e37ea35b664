package io.capstan.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What is wrong with a file of YAML, without a word of what stands in it: parsers quote the line, and that may be a key. It is
 * read by what reads it for Quarkus too, which takes the last of two equal keys, and follows an alias to itself for ever.
 */
final class YamlFile {
    /** Values; with all its aliases written out, nothing that a person has written is larger. */
    private static final int MOST = 100_000;

    private YamlFile() {}

    /** @return the first mistake in {@code files}, with the file; those that do not exist count as empty */
    static Optional<String> mistake(List<Path> files) {
        return files.stream()
                .filter(Files::exists)
                .flatMap(file -> mistake(file).stream().map(mistake -> file + " " + mistake))
                .findFirst();
    }

    private static Optional<String> mistake(Path file) {
        try {
            return mistake(Files.readString(file));
        } catch (CharacterCodingException e) {
            return Optional.of("is no UTF-8");
        } catch (IOException e) {
            return Optional.of(Files.isDirectory(file) ? "is a directory" : "cannot be read");
        }
    }

    private static Optional<String> mistake(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
                Optional<String> mistake = mistakeOf(document);
                if (mistake.isPresent()) {
                    return mistake;
                }
            }
            return Optional.empty();
        } catch (DuplicateKeyException e) {
            return Optional.of("has a name twice" + place(e.getProblemMark()));
        } catch (MarkedYAMLException e) {
            return Optional.of("is no YAML" + place(e.getProblemMark()));
        } catch (YAMLException e) {
            return Optional.of("is no YAML");
        }
    }

    private static Optional<String> mistakeOf(@Nullable Object document) {
        if (document == null) {
            return Optional.empty();
        }
        if (!(document instanceof Map<?, ?>)) {
            return Optional.of("is no mapping of names to values");
        }
        return isEndless(document)
                ? Optional.of("has aliases that lead back to themselves, or to far too much")
                : Optional.empty();
    }

    private static boolean isEndless(Object document) {
        Deque<Object> left = new ArrayDeque<>(List.of(document));
        int seen = 0;
        while (!left.isEmpty() && seen < MOST) {
            seen++;
            inside(left.pop()).stream().filter(Objects::nonNull).forEach(left::push);
        }
        return !left.isEmpty();
    }

    private static Collection<?> inside(Object node) {
        return node instanceof Map<?, ?> map ? map.values() : node instanceof Collection<?> list ? list : List.of();
    }

    private static String place(@Nullable Mark mark) {
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")";
    }
}
