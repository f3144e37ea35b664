package io.capstan.telemetry;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A server that is asked over HTTP. Its certificate is always verified.
 *
 * @param keys what the keys of its configuration begin with, for hints: {@code capstan.pushgateway}
 * @param url without credentials, and without a slash at the end
 * @param caFile PEM certificates that are trusted instead of those of the JDK; read anew for each request
 */
public record Endpoint(String keys, URI url, Optional<Credentials> credentials, Optional<Path> caFile) {
    public Endpoint {
        if (!isAddress(url)) {
            throw new IllegalArgumentException(keys + "-url is not http or https with a host and without credentials");
        }
        if (credentials.isPresent() && !keepsSecrets(url)) {
            throw new IllegalArgumentException(url + " is not https: credentials could be read on the way");
        }
        url = URI.create(url.toString().replaceFirst("/+\\z", ""));
    }

    /** Whether {@code url} is http or https with a host, and has neither credentials, nor query, nor fragment. */
    public static boolean isAddress(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /** Whether credentials may be sent there: over TLS, or without it on this machine. */
    public static boolean keepsSecrets(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || (url.getHost() != null && isLoopback(url.getHost().toLowerCase(Locale.ROOT)));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** @param path as it goes over the wire, beginning with a slash */
    URI resolve(String path) {
        return URI.create(url + path);
    }
}
