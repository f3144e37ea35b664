package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.fixture.Installations;
import io.capstan.trust.Installation;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamesSettingsTest {
    private static Installation read(Map<String, String> values) {
        return Settings.of(key -> Optional.ofNullable(values.get(key))).installation();
    }

    @Test
    void withoutAnyKeyTheNamesAreThoseOfTheDocumentation() {
        assertThat(read(Map.of())).isEqualTo(Installations.ofTheDocumentation());
    }

    @Test
    void intentAndLockAreKeptWhereLinkerdIs() {
        assertThat(read(Map.of("capstan.linkerd-namespace", "mesh")).ownNamespace())
                .isEqualTo("mesh");
    }

    @Test
    void intentAndLockAreKeptElsewhereWhereThatIsSaid() {
        Installation installation =
                read(Map.of("capstan.linkerd-namespace", "mesh", "capstan.namespace", "capstan-state"));
        assertThat(installation.linkerdNamespace()).isEqualTo("mesh");
        assertThat(installation.ownNamespace()).isEqualTo("capstan-state");
    }

    @Test
    void aWrongNameIsOneMistakeHoweverOftenItIsUsed() {
        assertThatThrownBy(() -> read(Map.of("capstan.linkerd-namespace", "Mesh")))
                .isInstanceOf(Settings.MistakesException.class)
                .hasMessage("capstan.linkerd-namespace is 'Mesh'; allowed is the name of a Kubernetes object:"
                        + " lower-case letters, digits, '-' and '.'");
    }
}
