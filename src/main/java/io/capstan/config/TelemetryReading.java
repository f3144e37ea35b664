package io.capstan.config;

import io.capstan.telemetry.AlertMatchers;
import io.capstan.telemetry.Credentials;
import io.capstan.telemetry.Endpoint;
import io.capstan.telemetry.GroupingKey;
import io.capstan.telemetry.TelemetrySettings;
import io.capstan.telemetry.TelemetrySettings.AlertGate;
import io.capstan.telemetry.TelemetrySettings.Push;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of metrics and alerts, and what must hold between them. */
final class TelemetryReading {
    private final Function<Key, String> text;
    private final Mistakes mistakes;

    /** Where a mistake is noted: what was found, and what is allowed. */
    interface Mistakes {
        void note(Key key, String found, String allowed);
    }

    /** @param text of a key; empty where it is not set */
    TelemetryReading(Function<Key, String> text, Mistakes mistakes) {
        this.text = text;
        this.mistakes = mistakes;
    }

    TelemetrySettings read() {
        return new TelemetrySettings(push(), textFile(), alertGate());
    }

    private Optional<Push> push() {
        needs(
                Key.PUSHGATEWAY_URL,
                Key.PUSHGATEWAY_GROUPING,
                Key.PUSHGATEWAY_USERNAME,
                Key.PUSHGATEWAY_PASSWORD_FILE,
                Key.PUSHGATEWAY_CA_FILE);
        needs(Key.PUSHGATEWAY_USERNAME, Key.PUSHGATEWAY_PASSWORD_FILE);
        needs(Key.PUSHGATEWAY_PASSWORD_FILE, Key.PUSHGATEWAY_USERNAME);
        if (text.apply(Key.PUSHGATEWAY_USERNAME).contains(":")) {
            mistakes.note(
                    Key.PUSHGATEWAY_USERNAME,
                    text.apply(Key.PUSHGATEWAY_USERNAME),
                    "a name without ':', which ends it");
        }
        Optional<Credentials> credentials = file(Key.PUSHGATEWAY_PASSWORD_FILE)
                .map(password -> new Credentials.Basic(text.apply(Key.PUSHGATEWAY_USERNAME), password));
        Optional<GroupingKey> group =
                parsed(Key.PUSHGATEWAY_GROUPING, GroupingKey::parse, "labels such as cluster=prod,region=eu");
        return endpoint("capstan.pushgateway", Key.PUSHGATEWAY_URL, credentials, Key.PUSHGATEWAY_CA_FILE)
                .flatMap(pushgateway -> group.map(key -> new Push(pushgateway, key)));
    }

    private Optional<AlertGate> alertGate() {
        needs(Key.ALERTS_URL, Key.ALERTS_MATCHERS, Key.ALERTS_CA_FILE, Key.ALERTS_BEARER_TOKEN_FILE);
        if (isEmpty(Key.ALERTS_URL)) {
            return Optional.empty();
        }
        Optional<AlertMatchers> matchers = parsed(
                Key.ALERTS_MATCHERS,
                AlertMatchers::parse,
                "matchers of labels such as severity=\"critical\",alertname!~\"Capstan.*\"");
        Optional<Credentials> token = file(Key.ALERTS_BEARER_TOKEN_FILE).map(Credentials.Bearer::new);
        return endpoint("capstan.alerts", Key.ALERTS_URL, token, Key.ALERTS_CA_FILE)
                .flatMap(prometheus -> matchers.map(which -> new AlertGate(prometheus, which)));
    }

    private Optional<Path> textFile() {
        if (!isEmpty(Key.TEXTFILE) && !text.apply(Key.TEXTFILE).matches("(?s).*[^/]\\.prom")) {
            mistakes.note(
                    Key.TEXTFILE, text.apply(Key.TEXTFILE), "a file name that ends with .prom: no other is collected");
            return Optional.empty();
        }
        return file(Key.TEXTFILE);
    }

    private Optional<Endpoint> endpoint(String keys, Key key, Optional<Credentials> credentials, Key caFile) {
        Optional<Path> ca = file(caFile);
        return url(key).filter(url -> mayCarry(credentials, url, key))
                .map(url -> new Endpoint(keys, url, credentials, ca));
    }

    private boolean mayCarry(Optional<Credentials> credentials, URI url, Key key) {
        boolean isSafe = credentials.isEmpty() || Endpoint.keepsSecrets(url);
        if (!isSafe) {
            mistakes.note(key, url.toString(), "https, or a loopback address, where credentials are sent along");
        }
        return isSafe;
    }

    private Optional<URI> url(Key key) {
        if (isEmpty(key)) {
            return Optional.empty();
        }
        String found = text.apply(key);
        try {
            Optional<URI> url = Optional.of(new URI(found)).filter(Endpoint::isAddress);
            if (url.isEmpty()) {
                notAnAddress(key, found);
            }
            return url;
        } catch (URISyntaxException e) {
            notAnAddress(key, found);
            return Optional.empty();
        }
    }

    /** What stands before an '@' may be a password. */
    private void notAnAddress(Key key, String found) {
        mistakes.note(
                key,
                found.replaceFirst("(?s)^.*@", "…@"),
                "http:// or https:// with a host, and neither credentials nor '?' nor '#'");
    }

    private Optional<Path> file(Key key) {
        try {
            return isEmpty(key) ? Optional.empty() : Optional.of(Path.of(text.apply(key)));
        } catch (InvalidPathException e) {
            mistakes.note(key, text.apply(key), "a file name that this system can have (" + e.getReason() + ")");
            return Optional.empty();
        }
    }

    private <T> Optional<T> parsed(Key key, Function<String, T> parse, String allowed) {
        try {
            return Optional.of(parse.apply(text.apply(key)));
        } catch (IllegalArgumentException e) {
            mistakes.note(key, text.apply(key), allowed + "; " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A key that is only used with another shows that the other was forgotten. */
    private void needs(Key needed, Key... by) {
        Stream.of(by)
                .filter(key -> isEmpty(needed) && !isEmpty(key))
                .findFirst()
                .ifPresent(key -> mistakes.note(needed, "", "a value, because " + key.fullName() + " has one"));
    }

    private boolean isEmpty(Key key) {
        return text.apply(key).isEmpty();
    }
}
