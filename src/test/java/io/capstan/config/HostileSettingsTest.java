package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.config.Settings.MistakesException;
import io.capstan.hostile.Dice;
import io.capstan.hostile.Fuzz;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the configuration: it is taken, or each mistake in it is one line that names its key. */
class HostileSettingsTest {
    private static final List<String> VALUES = List.of(
            "linkerd",
            "2m",
            "60d",
            "0",
            "-1",
            "3",
            "true",
            "due",
            "manual",
            "seamless",
            "Deployment/emojivoto/web",
            "https://push.example",
            "http://user:secret@push.example",
            "cluster=prod,region=eu",
            "severity=\"critical\",alertname!~\"Capstan.*\"",
            "alertname=~\"(a*)*b\"",
            "/var/lib/x.prom",
            "0 2 * * 6",
            "Europe/Berlin",
            "2026-12-24",
            "292y",
            "106751d23h47m16s",
            "99999999999999999999999h",
            "1e9s");

    @ParameterizedTest
    @EnumSource(Key.class)
    void everyKeyIsTakenOrNamedInOneLine(Key key) {
        Fuzz.rounds(60, dice -> read(Map.of(key.fullName(), value(dice))));
    }

    @Test
    void allOfThemTogetherToo() {
        List<String> keys = Stream.concat(
                        Stream.of(Key.values()).map(Key::fullName),
                        Stream.of(0, 1, 2)
                                .flatMap(number -> Stream.of("cron", "window-duration", "windowDuration", "timezone")
                                        .map(name -> "capstan.windows[" + number + "]." + name)))
                .toList();
        Fuzz.rounds(300, dice -> {
            Map<String, String> values = new TreeMap<>(Map.of("capstan.excluded-dates", value(dice)));
            for (int set = dice.below(12); set > 0; set--) {
                values.put(dice.of(keys), value(dice));
            }
            read(values);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"${nowhere}", "${capstan.bundle}", "a${b${c}}", "${nowhere:${nowhere}}"})
    void anExpressionThatLeadsNowhereIsAMistakeToo(String expression) {
        assertThatThrownBy(() -> configured(Map.of("capstan.bundle", expression)))
                .isInstanceOf(MistakesException.class)
                .hasMessageStartingWith("capstan.bundle ")
                .hasMessageContaining("; allowed is ");
    }

    @Test
    void aFileNameThatNoFileCanHaveIsAMistake() {
        assertThatThrownBy(() -> configured(Map.of("capstan.textfile", "/tmp/\0.prom")))
                .isInstanceOf(MistakesException.class)
                .hasMessageStartingWith("capstan.textfile is '/tmp/");
    }

    @Test
    void aMistakeOfManyLinesIsShownOnOneAndInPart() {
        assertThatThrownBy(() -> configured(Map.of("capstan.bundle", "a\nb\n" + "c".repeat(100_000))))
                .isInstanceOf(MistakesException.class)
                .hasMessageStartingWith("capstan.bundle is 'a b ccc")
                .message()
                .hasLineCount(1)
                .hasSizeLessThan(400);
    }

    private static String value(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> dice.of(VALUES);
            case 1 -> dice.damaged(dice.of(VALUES));
            case 2 -> dice.of(VALUES) + dice.of(",", ", ", "\n", "/", "") + dice.of(VALUES);
            default -> dice.text();
        };
    }

    private static void read(Map<String, String> values) {
        try {
            assertThat(configured(values)).isNotNull();
        } catch (MistakesException e) {
            List<String> lines =
                    new ArrayList<>(String.valueOf(e.getMessage()).lines().toList());
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line)
                            .matches(
                                    "(?s)capstan\\.[a-zA-Z0-9.\\[\\]-]+ (is|has|cannot be read) .*; allowed (is|are) .*")
                            .hasSizeLessThan(1_000));
        }
    }

    private static Settings configured(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "a test", 100))
                .build();
        return new ConfiguredSettings(config).read();
    }
}
