package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.capstan.telemetry.Endpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;

/**
 * The API server's certificate is always verified. Whoever could stand in its place would be given the token, and with it
 * all of Capstan's rights, and could have any anchor trusted; and a single variable is too easily left over from a trial.
 */
final class VerifiedConnection {
    private VerifiedConnection() {}

    /**
     * @return {@code client}, which has asked nothing yet
     * @throws ClusterException if it would not verify who answers, whichever setting says so
     */
    static KubernetesClient of(KubernetesClient client) {
        require(client.getConfiguration());
        return client;
    }

    static void require(Config config) {
        String server = "The API server at " + config.getMasterUrl();
        if (!Endpoint.keepsSecrets(URI.create(config.getMasterUrl()))) {
            throw new ClusterException(server + " would be asked without TLS, and credentials could be read on the way;"
                    + " set an https address in the kubeconfig");
        }
        if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
            throw new ClusterException(server + " would not be verified; name its CA as certificate-authority in the"
                    + " kubeconfig, and remove what turns verification off: insecure-skip-tls-verify there,"
                    + " KUBERNETES_TRUST_CERTIFICATES, KUBERNETES_DISABLE_HOSTNAME_VERIFICATION or"
                    + " QUARKUS_KUBERNETES_CLIENT_TRUST_CERTS");
        }
    }
}
