package io.capstan.config;

import io.capstan.window.Quoted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** The settings of application.properties, environment ({@code CAPSTAN_VOLUME_LAG}) and mounted application.yaml. */
@ApplicationScoped
public class ConfiguredSettings {
    private final Config config;

    public ConfiguredSettings(Config config) {
        this.config = config;
    }

    /** @throws Settings.MistakesException if a value is not what its key allows, or there is no such key */
    public Settings read() {
        return read(Map.of());
    }

    /**
     * @param first values that come before the configured ones
     * @throws Settings.MistakesException if a value is not what its key allows, or there is no such key
     */
    public Settings read(Map<Key, String> first) {
        Map<String, String> byName = first.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().fullName(), Map.Entry::getValue));
        List<String> unread = UnreadSettings.mistakes(config.getConfigSources());
        Settings settings;
        try {
            settings = Settings.of(key -> Optional.ofNullable(byName.get(key)).or(() -> configured(key)));
        } catch (Settings.MistakesException e) {
            throw e.with(unread);
        }
        if (!unread.isEmpty()) {
            throw new Settings.MistakesException(unread);
        }
        return settings;
    }

    private Optional<String> configured(String key) {
        String expression;
        try {
            ConfigValue found = config.getConfigValue(key);
            expression = Optional.ofNullable(found.getRawValue()).orElse("");
            if (expression.isEmpty() || found.getValue() != null) {
                return config.getOptionalValue(key, String.class);
            }
        } catch (IllegalArgumentException e) {
            expression = String.valueOf(e.getMessage());
        }
        // it would count as not set, and what was meant to be closed would be open
        throw new Settings.MistakesException(List.of(key + " is " + Quoted.of(expression)
                + ", which leads to no value; allowed is ${name} of a name that has one, or ${name:value}"));
    }
}
