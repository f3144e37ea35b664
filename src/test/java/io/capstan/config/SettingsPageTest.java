package io.capstan.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/settings.md} and the keys of the configuration. */
class SettingsPageTest {
    /** What {@link WindowReading} reads. */
    private static final List<String> OF_WINDOWS = List.of(
            "capstan.windows[0].cron",
            "capstan.windows[0].window-duration",
            "capstan.windows[0].timezone",
            "capstan.excluded-dates");

    /** How the page calls what a mistake says that is allowed; else those are the words to choose from. */
    private static final Map<String, String> SHAPES = Map.ofEntries(
            entry("a duration such as ", "duration"),
            entry("the name of a Kubernetes object", "name"),
            entry("a whole number from 1 to 9999", "1 to 9999"),
            entry("true or false", "`true`, `false`"),
            entry("labels such as ", "labels"),
            entry(WorkloadNames.EXPECTED, "workloads"),
            entry("http:// or https://", "address"),
            entry("a file name that ends with .prom", "file, `*.prom`"));

    /** Name, variable, default, shape, and what it is for. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(capstan\\.[^`]+)` \\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\| .+ \\|$");

    private static List<Row> rows = List.of();

    private record Row(String name, String environment, String byDefault, String shape) {}

    @BeforeAll
    static void read() throws IOException {
        rows = ROW.matcher(Files.readString(Path.of("docs/settings.md")))
                .results()
                .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
                .toList();
    }

    @Test
    void hasEverySettingOnceAndNoOther() {
        assertThat(rows)
                .extracting(Row::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(Key.values()).map(Key::fullName), OF_WINDOWS.stream())
                                .toList());
    }

    @Test
    void namesTheVariableThatIsRead() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.environment())
                        .isEqualTo(StringUtil.replaceNonAlphanumericByUnderscores(row.name())
                                .toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void saysTheDefault(Key key) {
        if (key.byDefault().isEmpty()) {
            assertThat(row(key).byDefault()).doesNotContain("`");
        } else {
            assertThat(row(key).byDefault()).isEqualTo("`" + key.byDefault() + "`");
        }
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void saysWhatAValueMayBe(Key key) {
        allowed(key).ifPresent(allowed -> assertThat(row(key).shape()).isEqualTo(shape(allowed)));
    }

    private static Row row(Key key) {
        return rows.stream()
                .filter(row -> row.name().equals(key.fullName()))
                .findFirst()
                .orElseThrow();
    }

    private static String shape(String allowed) {
        return SHAPES.entrySet().stream()
                .filter(shape -> allowed.startsWith(shape.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> Stream.of(allowed.split(", ", -1))
                        .map(word -> "`" + word + "`")
                        .collect(Collectors.joining(", ")));
    }

    /** Empty where any text will do, or it depends on another setting. */
    private static Optional<String> allowed(Key key) {
        try {
            Settings.of(name -> Optional.of("?!").filter(value -> name.equals(key.fullName())));
            return Optional.empty();
        } catch (Settings.MistakesException e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> line.startsWith(key.fullName() + " is "))
                    .map(line -> line.substring(line.indexOf("; allowed is ") + "; allowed is ".length()))
                    .findFirst();
        }
    }
}
