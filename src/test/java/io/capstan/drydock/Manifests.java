package io.capstan.drydock;

import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Creates what is written in manifests. */
public final class Manifests {
    private static final Map<String, ResourceDefinitionContext> CUSTOM = Map.of(
            "Certificate", Kinds.CERTIFICATE,
            "Issuer", Kinds.ISSUER,
            "ClusterIssuer", Kinds.CLUSTER_ISSUER,
            "Bundle", Kinds.BUNDLE);

    private final KubernetesClient client;

    public Manifests(KubernetesClient client) {
        this.client = client;
    }

    /** Creates the objects of a file beside the embedded cluster's classes, with {@code @name@} replaced by its value. */
    void createFrom(String file, Map<String, String> values) {
        String text = read(file);
        for (var value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        create(text);
    }

    /** Creates the objects of a YAML text. */
    public void create(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(this::create);
    }

    private void create(HasMetadata object) {
        if (!(object instanceof GenericKubernetesResource custom)) {
            client.resource(object).create();
            return;
        }
        ResourceDefinitionContext kind =
                Objects.requireNonNull(CUSTOM.get(custom.getKind()), () -> "no such kind here: " + custom.getKind());
        var resources = client.genericKubernetesResources(kind);
        if (kind.isNamespaceScoped()) {
            resources
                    .inNamespace(custom.getMetadata().getNamespace())
                    .resource(custom)
                    .create();
        } else {
            resources.resource(custom).create();
        }
    }

    private static String read(String file) {
        try (InputStream in = Manifests.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(in, () -> "no file " + file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
