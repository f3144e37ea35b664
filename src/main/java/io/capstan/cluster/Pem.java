package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.PemBundle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM texts as Kubernetes objects hold them. */
final class Pem {
    private Pem() {}

    /** An entry of a Secret, or another field of bytes. */
    static PemBundle ofBase64(JsonNode value) {
        try {
            return PemBundle.parse(new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return PemBundle.empty("is not base64");
        }
    }

    static String toBase64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
