package io.capstan.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Whether an API server is there at all, asked once. The client's own retries go on for some 20 s where nothing listens, and
 * say nothing: good for what runs by itself, and too long for somebody who mistyped an address.
 */
public final class FirstContact {
    private FirstContact() {}

    /**
     * @return what is waited for, in one line, if there was no answer yet but one may come
     * @throws ClusterException if the connection was refused, or there is no such host, or it does not prove who it is
     */
    public static Optional<String> make(KubernetesClient client) {
        try {
            Api.withoutRetries(client).reach();
            return Optional.empty();
        } catch (ClusterException e) {
            if (isFinal(e)) {
                throw e;
            }
            return Optional.of(e.getMessage() + "; trying again for up to " + Api.seconds(Api.PATIENCE));
        }
    }

    private static boolean isFinal(Throwable failure) {
        return Api.causes(failure)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof SSLException);
    }
}
