package io.capstan.config;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** The settings of application.properties, environment ({@code CAPSTAN_VOLUME_LAG}) and mounted application.yaml. */
@ApplicationScoped
public class ConfiguredSettings {
    private final Config config;

    public ConfiguredSettings(Config config) {
        this.config = config;
    }

    /** @throws Settings.MistakesException if a value is not what its key allows */
    public Settings read() {
        return read(Map.of());
    }

    /**
     * @param first values that come before the configured ones
     * @throws Settings.MistakesException if a value is not what its key allows
     */
    public Settings read(Map<Key, String> first) {
        Map<String, String> byName = first.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().fullName(), Map.Entry::getValue));
        return Settings.of(
                key -> Optional.ofNullable(byName.get(key)).or(() -> config.getOptionalValue(key, String.class)));
    }
}
