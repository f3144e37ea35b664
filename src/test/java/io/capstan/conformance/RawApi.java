package io.capstan.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Requests as they go over the wire, through the client's own connection and credentials. */
final class RawApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A response, whatever its status. */
    record Response(int code, JsonNode body, List<String> date) {
        String text(String pointer) {
            return body.at(pointer).asText("");
        }
    }

    private final KubernetesClient client;

    RawApi(KubernetesClient client) {
        this.client = client;
    }

    Response get(String path) {
        return get(path, "application/json");
    }

    Response get(String path, String accept) {
        return send(request(path).header("Accept", accept));
    }

    Response post(String path, String body) {
        return send(request(path).post("application/json", body));
    }

    Response put(String path, String body) {
        return send(request(path).method("PUT", "application/json", body));
    }

    Response mergePatch(String path, String patch) {
        return patch(path, "application/merge-patch+json", patch);
    }

    Response jsonPatch(String path, String patch) {
        return patch(path, "application/json-patch+json", patch);
    }

    Response patch(String path, String contentType, String patch) {
        return send(request(path).method("PATCH", contentType, patch));
    }

    Response delete(String path, String options) {
        return send(request(path).method("DELETE", "application/json", options));
    }

    private HttpRequest.Builder request(String path) {
        URI root = URI.create(client.getMasterUrl().toString());
        return client.getHttpClient().newHttpRequestBuilder().uri(root.resolve(path));
    }

    private Response send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(request.build(), String.class)
                    .get(30, TimeUnit.SECONDS);
            return new Response(response.code(), read(response.body()), response.headers("Date"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("no answer from the API server", e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Some answers of Kubernetes are not JSON; the code tells enough of those.
            return JSON.createObjectNode();
        }
    }
}
