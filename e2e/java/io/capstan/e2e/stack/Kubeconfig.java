package io.capstan.e2e.stack;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of kubeconfig files for one API server. */
record Kubeconfig(String server, String authorityBase64) {

    String forCertificate(LoopbackAuthority.Identity client) {
        return withUser("client-certificate-data: " + base64(client.certificatePem()) + ", client-key-data: "
                + base64(client.keyPem()));
    }

    String forToken(String token) {
        return withUser("token: " + token);
    }

    private String withUser(String credentials) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: e2e
                    cluster: {server: "%s", certificate-authority-data: %s}
                users:
                  - name: user
                    user: {%s}
                contexts:
                  - name: e2e
                    context: {cluster: e2e, user: user}
                current-context: e2e
                """.formatted(server, authorityBase64, credentials);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
