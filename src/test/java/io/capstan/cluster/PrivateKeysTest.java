package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.Snapshot;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** A private key in a Secret goes no further than the answer that it came in. */
class PrivateKeysTest extends OnDrydock {
    @Test
    void noPrivateKeyIsInWhatWasSeenNorInAnyLog() {
        String sentinel = "SENTINEL-OF-A-PRIVATE-KEY";
        String encoded = Base64.getEncoder().encodeToString(sentinel.getBytes(StandardCharsets.UTF_8));
        for (var secret : List.of(
                List.of("cert-manager", "linkerd-trust-anchor"),
                List.of("cert-manager", "linkerd-previous-anchor"),
                List.of("linkerd", "linkerd-identity-issuer"))) {
            drydock.client()
                    .secrets()
                    .inNamespace(secret.get(0))
                    .withName(secret.get(1))
                    .edit(present -> new SecretBuilder(present)
                            .addToData("tls.key", encoded)
                            .addToData("another", encoded)
                            .build());
        }
        StringBuilder log = new StringBuilder();
        Logger root = Logger.getLogger("");
        Logger requests = Logger.getLogger("io.fabric8.kubernetes.client");
        Handler recorder = recorder(log);
        root.addHandler(recorder);
        requests.setLevel(Level.ALL);
        // a client decides when it is made whether it will log bodies
        try (KubernetesClient talkative = drydock.api().client()) {
            Snapshot snapshot = new Observer(talkative, PAGE).observe();

            assertThat(snapshot.anchor().secret().orElseThrow().keys()).contains("another");
            assertThat(snapshot.toString()).doesNotContain(sentinel, encoded);
        } finally {
            requests.setLevel(null);
            root.removeHandler(recorder);
        }
        assertThat(log.toString()).as("what is logged at all").isNotEmpty();
        assertThat(log.toString()).doesNotContain(sentinel, encoded);
    }

    private static Handler recorder(StringBuilder log) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.append(record.getMessage())
                        .append(Arrays.toString(record.getParameters()))
                        .append('\n');
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
