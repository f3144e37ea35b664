package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.PemBundle;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.ObjectRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A Secret as {@link Sieve#SECRET} lets it through: certificates, and of everything else only that it is there. */
record SecretContent(KubeObject object) {
    static final String PRIVATE_KEY = "tls.key";

    CredentialSecret credential(ObjectRef ref) {
        return new CredentialSecret(
                ref,
                type(),
                keys(),
                hasPrivateKey(),
                entry("tls.crt").orElseGet(() -> PemBundle.empty("has no entry tls.crt")),
                entry("ca.crt"),
                object.changedAt(),
                Optional.empty());
    }

    String type() {
        return object.json().path("type").asText();
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        data().fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean hasPrivateKey() {
        return data().path(PRIVATE_KEY).asBoolean();
    }

    /** The certificates of an entry; a defect if it is one that is never decoded. */
    Optional<PemBundle> entry(String key) {
        JsonNode value = data().path(key);
        if (value.isTextual()) {
            return Optional.of(Pem.ofBase64(value));
        }
        return value.isMissingNode()
                ? Optional.empty()
                : Optional.of(PemBundle.empty("is entry " + key
                        + "; of a Secret only tls.crt and ca.crt are read, so keep the certificates there"));
    }

    /** Whether kubectl left a copy of the Secret, private key included, in an annotation. */
    boolean hasLastApplied() {
        return object.metadata().path("annotations").has(Sieve.LAST_APPLIED);
    }

    private JsonNode data() {
        return object.json().path("data");
    }
}
