package io.capstan.e2e.page;

import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The page's steps, with its own manifests and commands from {@code e2e/page}. */
public final class Page {
    private static final Path FILES = Path.of("e2e/page");
    private static final Pattern CERTIFICATE = Pattern.compile("-----BEGIN CERTIFICATE-----");
    private static final ResourceDefinitionContext CERTIFICATES = new ResourceDefinitionContext.Builder()
            .withGroup("cert-manager.io")
            .withVersion("v1")
            .withKind("Certificate")
            .withNamespaced(true)
            .build();

    private final RealStack stack;

    public Page(RealStack stack) {
        this.stack = stack;
    }

    /** Steps 1 to 5, and the label of step 6; returns when the bundle is there. Installing Linkerd is not part of it. */
    public void setUp() {
        stack.shell().kubectl("create", "namespace", "linkerd");
        apply("2-cert-manager-rbac.yaml");
        apply("3-trust-anchor.yaml");
        awaitRevision("cert-manager", "linkerd-trust-anchor", 1);
        apply("4-identity-issuer.yaml");
        awaitRevision("linkerd", "linkerd-identity-issuer", 1);
        copyAnchorToPrevious();
        apply("5-trust-bundle.yaml");
        stack.shell().kubectl("label", "namespace", "linkerd", "linkerd.io/is-control-plane=true");
        awaitAnchorsInBundle(1);
    }

    /** {@code kubectl apply} of one of the page's manifests, without {@code --namespace}, as the page does. */
    public String apply(String file) {
        return stack.shell().kubectl("apply", "-f", FILES.resolve(file).toString());
    }

    /** The pipeline of steps 5 and 9 that copies the anchor to the previous slot. */
    public void copyAnchorToPrevious() {
        stack.shell()
                .bash("copy_anchor_to_previous", FILES.resolve("copy_anchor.sh"))
                .expectSuccess();
    }

    /** What the page's {@code inspect_cert} prints for one key of a Secret. */
    public String inspectSecret(String namespace, String name, String key) {
        return inspect("kubectl get secret -n " + namespace + " " + name + " -o jsonpath='{ .data."
                + key.replace(".", "\\.") + " }' | base64 -d | inspect_cert");
    }

    /** What the page's {@code inspect_cert} prints for the bundle, which must hold one certificate. */
    public String inspectBundle() {
        return inspect("kubectl get configmap -n linkerd linkerd-identity-trust-roots"
                + " -o jsonpath='{ .data.ca-bundle\\.crt }' | inspect_cert");
    }

    /**
     * What {@code cmctl renew} does (cmctl 2): it replaces the Certificate's status, with the condition that makes
     * cert-manager issue again.
     */
    public void renew(String namespace, String name) {
        GenericKubernetesResource certificate = certificate(namespace, name);
        Map<String, Object> status = certificate.get("status");
        List<Map<String, Object>> conditions = new ArrayList<>(conditions(certificate));
        conditions.removeIf(condition -> "Issuing".equals(condition.get("type")));
        conditions.add(Map.of(
                "type", "Issuing",
                "status", "True",
                "reason", "ManuallyTriggered",
                "message", "Certificate re-issuance manually triggered",
                "observedGeneration", certificate.getMetadata().getGeneration(),
                "lastTransitionTime",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        status.put("conditions", conditions);
        stack.admin()
                .genericKubernetesResources(CERTIFICATES)
                .resource(certificate)
                .updateStatus();
    }

    /** Waits until that revision has been issued and cert-manager has finished with it. */
    public void awaitRevision(String namespace, String name, int revision) {
        stack.await(namespace + "/" + name + " has revision " + revision, () -> {
            GenericKubernetesResource certificate = certificate(namespace, name);
            Map<String, Object> status = certificate.get("status");
            return Integer.valueOf(revision).equals(status.get("revision"))
                    && conditions(certificate).stream().noneMatch(c -> "Issuing".equals(c.get("type")));
        });
    }

    public void awaitAnchorsInBundle(long count) {
        stack.await(count + " trust anchors in the bundle", () -> anchorsInBundle() == count);
    }

    public long anchorsInBundle() {
        return CERTIFICATE.matcher(bundle()).results().count();
    }

    /** The text of the bundle that Linkerd mounts. */
    public String bundle() {
        return stack.admin()
                .configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .require()
                .getData()
                .getOrDefault("ca-bundle.crt", "");
    }

    /** One key of a Secret, decoded. */
    public String secret(String namespace, String name, String key) {
        String encoded = stack.admin()
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getData()
                .get(key);
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** What {@code kubectl get certificate} prints of it by this {@code jsonpath}. */
    public String certificate(String namespace, String name, String jsonpath) {
        return stack.shell()
                .kubectl("get", "certificate", name, "--namespace=" + namespace, "--output=jsonpath=" + jsonpath);
    }

    private String inspect(String script) {
        return stack.shell().bash(script, FILES.resolve("inspect_cert.sh")).expectSuccess();
    }

    private GenericKubernetesResource certificate(String namespace, String name) {
        return stack.admin()
                .genericKubernetesResources(CERTIFICATES)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    private static List<Map<String, Object>> conditions(GenericKubernetesResource certificate) {
        return certificate.get("status", "conditions");
    }
}
