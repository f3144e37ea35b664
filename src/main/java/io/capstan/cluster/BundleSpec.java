package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustBundle.Resource;
import io.capstan.trust.TrustBundle.Source;
import java.util.List;
import java.util.Optional;

/** A Bundle of trust.cert-manager.io/v1alpha1 (trust-manager 0.25, pkg/apis/trust/v1alpha1). */
record BundleSpec(KubeObject object) {

    /**
     * A source as it is written.
     *
     * @param kind Secret or ConfigMap; or what else it is: {@code inLine}, {@code useDefaultCAs}, {@code Secrets} by label
     * @param name of the object, the selector, or empty
     * @param key {@link #ALL_KEYS} for includeAllKeys
     * @param inLine the PEM text of an inLine source
     */
    record SourceSpec(String kind, String name, String key, Optional<String> inLine) {
        static final String ALL_KEYS = "*";

        boolean isSecret(String secret) {
            return kind.equals("Secret") && name.equals(secret);
        }

        boolean isNamed(String object) {
            return (kind.equals("Secret") || kind.equals("ConfigMap")) && name.equals(object);
        }

        ObjectRef ref(String trustNamespace) {
            return new ObjectRef(kind, kind.equals("Secret") || kind.equals("ConfigMap") ? trustNamespace : "", name);
        }
    }

    List<SourceSpec> sources() {
        return KubeObject.stream(object.spec().path("sources"))
                .map(BundleSpec::source)
                .toList();
    }

    Resource resource(List<Source> sources) {
        Optional<JsonNode> synced = object.condition("Synced");
        long observed = synced.map(condition -> condition.path("observedGeneration"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asLong)
                .orElse(object.generation());
        if (observed < object.generation()) {
            return new Resource(
                    object.uid(),
                    sources,
                    false,
                    "NotObserved",
                    "trust-manager has not yet looked at generation " + object.generation() + " of the Bundle");
        }
        return new Resource(
                object.uid(),
                sources,
                synced.map(KubeObject::isTrue).orElse(false),
                synced.map(condition -> condition.path("reason").asText()).orElse("Unknown"),
                synced.map(condition -> condition.path("message").asText())
                        .orElse("trust-manager has not written the condition Synced"));
    }

    /** The ConfigMap that it writes: one of its own name, unless its target says another. */
    Optional<String> writes() {
        JsonNode target = object.spec().path("target").path("configMap");
        return target.isObject() ? Optional.of(target.path("name").asText(object.name())) : Optional.empty();
    }

    private static SourceSpec source(JsonNode source) {
        if (source.has("secret")) {
            return object("Secret", source.path("secret"));
        }
        if (source.has("configMap")) {
            return object("ConfigMap", source.path("configMap"));
        }
        String kind = source.fieldNames().hasNext() ? source.fieldNames().next() : "nothing";
        return new SourceSpec(kind, "", "", KubeObject.text(source.path("inLine")));
    }

    private static SourceSpec object(String kind, JsonNode selector) {
        String name = selector.path("name").asText();
        String key = selector.path("includeAllKeys").asBoolean()
                ? SourceSpec.ALL_KEYS
                : selector.path("key").asText();
        return name.isEmpty()
                ? new SourceSpec(kind + "s", Labels.selector(selector.path("selector")), key, Optional.empty())
                : new SourceSpec(kind, name, key, Optional.empty());
    }
}
