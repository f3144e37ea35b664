package io.capstan.drydock.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One HTTP request as it came in. Header names are in lower case. It is never compared. */
@SuppressWarnings("ArrayRecordComponent")
record HttpCall(String method, String target, Map<String, String> headers, byte[] content) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String body() {
        return new String(content, StandardCharsets.UTF_8);
    }

    boolean keepsConnection() {
        return !"close".equalsIgnoreCase(headers.getOrDefault("connection", "keep-alive"));
    }
}
