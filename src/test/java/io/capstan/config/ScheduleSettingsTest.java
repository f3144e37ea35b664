package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.capstan.rotation.OnDeadline;
import io.capstan.rotation.Schedule;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleSettingsTest {
    private static Settings settings(Map<String, String> values) {
        return Settings.of(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void withoutAnyKeyRotationsBeginByThemselvesAtAnyTime() {
        Settings settings = settings(Map.of());
        assertThat(settings.policy().schedule()).isEqualTo(Schedule.ANY_TIME);
        assertThat(settings.unasked().strategy()).isEqualTo(Strategy.SEAMLESS);
        assertThat(settings.unasked().left()).isEmpty();
        assertThat(settings.unasked().anchorNotShared()).isFalse();
        assertThat(settings.runMaxWait()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.history()).isEqualTo(10);
    }

    @Test
    void everyKeyIsRead() {
        Settings settings = settings(Map.of(
                "capstan.automatic", "never",
                "capstan.max-age", "180d",
                "capstan.approval", "manual",
                "capstan.on-deadline", "act",
                "capstan.hold-issuer", "true",
                "capstan.strategy", "prompt",
                "capstan.leave", "Deployment/emojivoto/web, statefulset/emojivoto/db",
                "capstan.anchor-not-shared", "true",
                "capstan.run.max-wait", "0s",
                "capstan.history", "3"));
        assertThat(settings.policy().schedule())
                .isEqualTo(new Schedule(
                        false,
                        Optional.of(Duration.ofDays(180)),
                        true,
                        OnDeadline.ACT,
                        true,
                        MaintenanceWindows.ALWAYS));
        assertThat(settings.unasked().strategy()).isEqualTo(Strategy.PROMPT);
        assertThat(settings.unasked().left())
                .containsExactlyInAnyOrder(
                        new ObjectRef("Deployment", "emojivoto", "web"),
                        new ObjectRef("StatefulSet", "emojivoto", "db"));
        assertThat(settings.unasked().anchorNotShared()).isTrue();
        assertThat(settings.runMaxWait()).isZero();
        assertThat(settings.history()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "automatic         | always | due, never",
                "max-age           | old    | a duration such as 30s, 2m30s, 24h or 60d",
                "max-age           | 0d     | a duration longer than 0",
                "approval          | Manual | automatic, manual",
                "on-deadline       | panic  | alert, act",
                "hold-issuer       | yes    | true or false",
                "strategy          | fast   | seamless, prompt, documented",
                "leave             | web    | KIND/NAMESPACE/NAME such as Deployment/emojivoto/web",
                "anchor-not-shared | no     | true or false",
                "run.max-wait      | soon   | a duration such as 30s, 2m30s, 24h or 60d",
                "history           | 0      | a whole number from 1 to 9999",
                "lock-life         | 0s     | a duration longer than 0",
            })
    void aMistakeIsOneLineWithTheKeyTheValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings(Map.of("capstan." + key, value)))
                .isInstanceOf(Settings.MistakesException.class)
                .hasMessage("capstan." + key + " is '" + value + "'; allowed is " + allowed);
    }

    @Test
    void everyMistakeOfAListIsNamed() {
        assertThatThrownBy(() -> settings(Map.of("capstan.leave", "web, Deployment/emojivoto/api, db")))
                .extracting(
                        thrown -> String.valueOf(thrown.getMessage()).lines().toList())
                .asInstanceOf(LIST)
                .satisfiesExactly(
                        line -> assertThat(line).asString().startsWith("capstan.leave is 'db'; "),
                        line -> assertThat(line).asString().startsWith("capstan.leave is 'web'; "));
    }
}
