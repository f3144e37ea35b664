package io.capstan.config;

import jakarta.enterprise.context.ApplicationScoped;
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
        return Settings.of(key -> config.getOptionalValue(key, String.class));
    }
}
