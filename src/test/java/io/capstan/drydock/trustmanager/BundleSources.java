package io.capstan.drydock.trustmanager;

import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.resource.Fields;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the sources of a Bundle and puts them together. */
final class BundleSources {
    private final KubernetesClient client;
    private final String trustNamespace;

    BundleSources(KubernetesClient client, String trustNamespace) {
        this.client = client;
        this.trustNamespace = trustNamespace;
    }

    /** Why a bundle cannot be built; the reason is that of the condition {@code Synced}. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;
        private final String reason;
        private final String said;

        Unusable(String reason, String said) {
            super(said);
            this.reason = reason;
            this.said = said;
        }

        String reason() {
            return reason;
        }

        String said() {
            return said;
        }
    }

    /** All certificates of all sources, each once, in the order of the SHA-256 of their DER, without white space around. */
    String build(GenericKubernetesResource bundle) throws Unusable {
        Map<String, X509Certificate> byHash = new TreeMap<>();
        for (Map<String, Object> source : Fields.list(bundle, "spec", "sources")) {
            String text = read(source);
            try {
                Pem.certificates(text).forEach(certificate -> byHash.put(Fingerprint.of(certificate), certificate));
            } catch (IllegalArgumentException e) {
                throw new Unusable(
                        "SourceBuildError", "Bundle source could not be read: invalid PEM data: " + e.getMessage());
            }
        }
        return byHash.values().stream()
                .map(Pem::of)
                .collect(Collectors.joining())
                .strip();
    }

    private String read(Map<String, Object> source) throws Unusable {
        if (source.get("inLine") instanceof String text) {
            return text;
        }
        if (source.get("secret") instanceof Map<?, ?> reference) {
            Secret secret = client.secrets()
                    .inNamespace(trustNamespace)
                    .withName(name(reference))
                    .get();
            String encoded =
                    entry("secrets", reference, Optional.ofNullable(secret).map(Secret::getData));
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        }
        if (source.get("configMap") instanceof Map<?, ?> reference) {
            ConfigMap map = client.configMaps()
                    .inNamespace(trustNamespace)
                    .withName(name(reference))
                    .get();
            return entry("configmaps", reference, Optional.ofNullable(map).map(ConfigMap::getData));
        }
        throw new Unusable("SourceBuildError", "a source is neither inLine, secret nor configMap");
    }

    private String entry(String kind, Map<?, ?> reference, Optional<Map<String, String>> data) throws Unusable {
        String name = name(reference);
        if (data.isEmpty()) {
            throw notFound(kind + " \"" + name + "\" not found");
        }
        String key = String.valueOf(reference.get("key"));
        return Optional.ofNullable(data.get().get(key))
                .orElseThrow(() -> notFound(
                        "no data found in " + kind + " " + trustNamespace + "/" + name + " at key \"" + key + "\""));
    }

    private static Unusable notFound(String what) {
        return new Unusable(
                "SourceNotFound", "Bundle source was not found: failed to retrieve bundle from source: " + what);
    }

    private static String name(Map<?, ?> reference) {
        return String.valueOf(reference.get("name"));
    }
}
