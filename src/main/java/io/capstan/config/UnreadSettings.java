package io.capstan.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SysPropConfigSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Settings that nothing reads: as a rule they are misspelt, and something else would be done than was meant. */
final class UnreadSettings {
    private static final Pattern FILE = Pattern.compile(".*\\[source=(?:file:)?(.*)]");
    private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

    private UnreadSettings() {}

    /** @return one line for each */
    static List<String> mistakes(Iterable<ConfigSource> sources) {
        Set<String> mistakes = new TreeSet<>();
        sources.forEach(source -> {
            Set<String> names = source.getPropertyNames();
            names.stream()
                    .map(name -> mistake(source, names, name))
                    .flatMap(Optional::stream)
                    .forEach(mistakes::add);
        });
        return List.copyOf(mistakes);
    }

    private static Optional<String> mistake(ConfigSource source, Set<String> names, String name) {
        if (source instanceof EnvConfigSource && KnownNames.concernsVariable(name) && name.indexOf('.') < 0) {
            return KnownNames.hasVariable(name)
                    ? Optional.empty()
                    : Optional.of(line(source, name, KnownNames.nearestVariable(name)));
        }
        String key = PROFILE.matcher(name).replaceFirst("");
        if (isOfFile(source) && KnownNames.has(KnownNames.PREFIX + key)) {
            return Optional.of(line(source, name, Optional.of(KnownNames.PREFIX + key)));
        }
        // the source of the environment shows each variable by the name of a setting too
        boolean isOfVariable = source instanceof EnvConfigSource && names.contains(KnownNames.variable(name));
        return !KnownNames.concerns(key) || KnownNames.has(key) || isOfVariable || isEmptyList(source, name, key)
                ? Optional.empty()
                : Optional.of(line(source, name, KnownNames.nearest(key)));
    }

    /** Elsewhere a name as short as {@code history} may well be somebody else's. */
    private static boolean isOfFile(ConfigSource source) {
        return !(source instanceof EnvConfigSource) && !(source instanceof SysPropConfigSource);
    }

    /** {@code windows: []} in YAML. */
    private static boolean isEmptyList(ConfigSource source, String name, String key) {
        return key.equals("capstan.windows") && source.getValue(name).isBlank();
    }

    private static String line(ConfigSource source, String name, Optional<String> nearest) {
        return name + " in " + place(source) + " is no setting; "
                + nearest.map(known -> "did you mean " + known + "? ").orElse("") + "correct or remove it";
    }

    private static String place(ConfigSource source) {
        Matcher file = FILE.matcher(source.getName());
        if (file.matches()) {
            return file.group(1);
        }
        return source instanceof EnvConfigSource
                ? "the environment"
                : source instanceof SysPropConfigSource ? "the system properties" : source.getName();
    }
}
