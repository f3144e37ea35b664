package io.capstan.config;

import io.smallrye.config.common.utils.StringUtil;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that are read below {@code capstan.}, and what they are called in the environment. */
final class KnownNames {
    static final String PREFIX = "capstan.";
    private static final String VARIABLE_PREFIX = "CAPSTAN_";
    private static final List<String> OF_A_WINDOW = List.of("cron", "window-duration", "windowDuration", "timezone");
    private static final Pattern WINDOW = Pattern.compile("capstan\\.windows\\[(\\d+)](\\..*)?");
    private static final Pattern WINDOW_VARIABLE = Pattern.compile("CAPSTAN_WINDOWS_(\\d+)_(_.*)?");
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
    private static final Pattern INDEX_OF_VARIABLE = Pattern.compile("_\\d+_$");

    /** Of the launchers in bin/, of the Job in k8s/once, and of the scripts that build what the tests run on. */
    private static final List<String> NO_SETTINGS = List.of(
            "CAPSTAN_JAVA_OPTS", "CAPSTAN_TRAINING", "CAPSTAN_INVOKED_AS", "CAPSTAN_REQUEST_ID", "CAPSTAN_E2E_CACHE");

    /** What Kubernetes tells each pod of a Service whose name begins with capstan: docs/concepts/services-networking/service. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(
            "CAPSTAN(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private KnownNames() {}

    /** Whether {@code name} is to be a setting. */
    static boolean concerns(String name) {
        return name.startsWith(PREFIX);
    }

    /** Whether a variable of the environment is to be a setting. */
    static boolean concernsVariable(String name) {
        String upper = variable(name);
        return upper.startsWith(VARIABLE_PREFIX)
                && !NO_SETTINGS.contains(upper)
                && !OF_A_SERVICE.matcher(upper).matches();
    }

    /** Whether it is read; a list has each of its members too. */
    static boolean has(String name) {
        String whole = INDEX.matcher(name).replaceFirst("");
        return names(name).anyMatch(known -> known.equals(name) || known.equals(whole));
    }

    static boolean hasVariable(String name) {
        String upper = variable(name);
        String whole = INDEX_OF_VARIABLE.matcher(upper).replaceFirst("");
        return names(name).map(KnownNames::variable).anyMatch(known -> known.equals(upper) || known.equals(whole));
    }

    static Optional<String> nearest(String name) {
        return Nearest.to(
                        name.substring(PREFIX.length()),
                        names(name)
                                .map(known -> known.substring(PREFIX.length()))
                                .toList())
                .map(PREFIX::concat);
    }

    static Optional<String> nearestVariable(String name) {
        return Nearest.to(
                        variable(name).substring(VARIABLE_PREFIX.length()),
                        names(name)
                                .map(known -> variable(known).substring(VARIABLE_PREFIX.length()))
                                .toList())
                .map(VARIABLE_PREFIX::concat);
    }

    /** {@code CAPSTAN_VOLUME_LAG} for {@code capstan.volume-lag}. */
    static String variable(String name) {
        return StringUtil.replaceNonAlphanumericByUnderscores(name).toUpperCase(Locale.ROOT);
    }

    /** Those of a window are known for each number. */
    private static Stream<String> names(String name) {
        String window = "capstan.windows[" + number(name) + "].";
        return Stream.of(
                        Stream.of(Key.values()).map(Key::fullName),
                        Stream.of("capstan.excluded-dates"),
                        OF_A_WINDOW.stream().map(window::concat))
                .flatMap(names -> names);
    }

    private static String number(String name) {
        return Stream.of(WINDOW.matcher(name), WINDOW_VARIABLE.matcher(variable(name)))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("0");
    }
}
