package io.capstan.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a connection is secured with, as a kubeconfig names it. A message quotes none of it: it may be a key. */
final class ConnectionFiles {
    private ConnectionFiles() {}

    /** What is wrong with it, in one line; empty if nothing is. */
    static Optional<String> mistake(Config config) {
        return Stream.of(
                        unreadable("certificate-authority", config.getCaCertFile(), config.getCaCertData())
                                .map(found -> found + in(config.getFileWithCluster())),
                        unreadable("client-certificate", config.getClientCertFile(), config.getClientCertData())
                                .or(() ->
                                        unreadable("client-key", config.getClientKeyFile(), config.getClientKeyData()))
                                .map(found -> found + in(config.getFileWithAuthInfo())))
                .flatMap(Optional::stream)
                .map(found -> found + "; expected a file that can be read")
                .findFirst()
                .or(() -> unusable(config));
    }

    private static Optional<String> unreadable(String member, @Nullable String file, @Nullable String data) {
        boolean isGivenAsData = data != null && !data.isEmpty();
        return file == null || file.isBlank() || isGivenAsData || isReadable(new File(file))
                ? Optional.empty()
                : Optional.of(member + " is " + file);
    }

    private static boolean isReadable(File file) {
        return file.canRead() && !file.isDirectory();
    }

    private static Optional<String> unusable(Config config) {
        try {
            SSLUtils.trustManagers(config);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return Optional.of("certificate-authority" + in(config.getFileWithCluster())
                    + " is of no use; expected certificates in PEM");
        }
        try {
            SSLUtils.keyManagers(config);
            return Optional.empty();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return Optional.of("client-certificate and client-key" + in(config.getFileWithAuthInfo())
                    + " are of no use; expected a certificate and its private key, in PEM");
        }
    }

    private static String in(@Nullable File kubeconfig) {
        return kubeconfig == null ? "" : " in " + kubeconfig;
    }
}
