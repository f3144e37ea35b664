package io.capstan.e2e.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.capstan.e2e.stack.LoopbackAuthority;
import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** The proxy injector as the API server meets it: a mutating admission webhook for new pods, on loopback. */
final class InjectorWebhook implements AutoCloseable {
    private static final String NAME = "linkerd-proxy-injector-webhook-config";

    private final ObjectMapper json = new ObjectMapper();
    private final BiFunction<ObjectNode, String, ObjectNode> injector;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    /** @param injector gives the pod to create, from the pod that was asked for and its namespace */
    InjectorWebhook(LoopbackAuthority authority, BiFunction<ObjectNode, String, ObjectNode> injector) {
        this.injector = injector;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(
                authority.identity("CN=linkerd-proxy-injector").serverContext()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Registers the webhook as Linkerd's chart does: for new pods, and ignored when it does not answer. */
    void register(RealStack stack) {
        MutatingWebhookConfiguration configuration = new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .addNewWebhook()
                .withName("linkerd-proxy-injector.linkerd.io")
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endRule()
                .withNewNamespaceSelector()
                .addNewMatchExpression()
                .withKey("kubernetes.io/metadata.name")
                .withOperator("NotIn")
                .withValues("kube-system", "cert-manager", "linkerd")
                .endMatchExpression()
                .endNamespaceSelector()
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Ignore")
                .withTimeoutSeconds(30)
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:" + server.getAddress().getPort() + "/")
                .withCaBundle(stack.authority().certificateBase64())
                .endClientConfig()
                .endWebhook()
                .build();
        stack.admin().resource(configuration).create();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode request =
                    (ObjectNode) json.readTree(exchange.getRequestBody()).required("request");
            byte[] answer = json.writeValueAsBytes(review(request));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private ObjectNode review(ObjectNode request) throws IOException {
        ObjectNode pod = (ObjectNode) request.required("object");
        ObjectNode injected = injector.apply(pod, request.required("namespace").asText());
        ObjectNode review = json.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode response = review.putObject("response");
        response.set("uid", request.required("uid"));
        response.put("allowed", true);
        if (!injected.equals(pod)) {
            response.put("patchType", "JSONPatch")
                    .put("patch", Base64.getEncoder().encodeToString(json.writeValueAsBytes(patch(injected))));
        }
        return review;
    }

    private ArrayNode patch(ObjectNode injected) {
        ArrayNode patch = json.createArrayNode();
        for (String part : new String[] {"metadata", "spec"}) {
            patch.addObject().put("op", "replace").put("path", "/" + part).set("value", injected.required(part));
        }
        return patch;
    }
}
