package io.capstan.drydock;

import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.CustomResources;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The certificates of a cluster that was set up by the page, read and renewed through the API as a person does. */
public final class Certificates {
    private final KubernetesClient client;
    private final Clock clock;

    Certificates(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public GenericKubernetesResource get(String namespace, String name) {
        return CustomResources.certificate(client, namespace, name).require();
    }

    public int revision(String namespace, String name) {
        return Fields.number(get(namespace, name), 0, "status", "revision");
    }

    public boolean isIssuing(String namespace, String name) {
        return Condition.holds(get(namespace, name), "Issuing");
    }

    /** What {@code cmctl renew} does; returns at once. */
    public void renew(String namespace, String name) {
        GenericKubernetesResource certificate = get(namespace, name);
        Map<String, Object> status = Fields.status(certificate);
        new Condition("Issuing", true, "ManuallyTriggered", "Certificate re-issuance manually triggered")
                .putInto(status, clock.instant(), certificate.getMetadata().getGeneration());
        Fields.setStatus(certificate, status);
        client.genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(namespace)
                .resource(certificate)
                .updateStatus();
    }

    /** Deletes the Secret {@code linkerd-previous-anchor}. */
    public void deletePrevious() {
        client.secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .delete();
    }

    public boolean secretExists(String namespace, String name) {
        return secret(namespace, name).isPresent();
    }

    /** The first certificate of an entry {@code tls.crt} or {@code ca.crt} of a Secret. */
    public X509Certificate inSecret(String namespace, String name, String key) {
        return allInSecret(namespace, name, key).get(0);
    }

    public List<X509Certificate> allInSecret(String namespace, String name, String key) {
        Secret secret = secret(namespace, name).orElseThrow();
        String pem = new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
        return Pem.certificates(pem);
    }

    public X509Certificate anchor() {
        return inSecret("cert-manager", "linkerd-trust-anchor", "tls.crt");
    }

    public X509Certificate issuer() {
        return inSecret("linkerd", "linkerd-identity-issuer", "tls.crt");
    }

    /** The text of the trust bundle in namespace linkerd, empty if there is none. */
    public String bundle() {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace("linkerd")
                        .withName("linkerd-identity-trust-roots")
                        .get())
                .map(ConfigMap::getData)
                .map(data -> data.getOrDefault("ca-bundle.crt", ""))
                .orElse("");
    }

    /** The SHA-256 of each certificate of the bundle, in its order. */
    public Set<String> bundled() {
        String bundle = bundle();
        List<X509Certificate> held = bundle.isBlank() ? List.of() : Pem.certificates(bundle);
        return held.stream().map(Fingerprint::of).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }
}
