package io.capstan.cli;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a kubeconfig names, as far as the client passes over it: it goes on as nobody where no credentials come of that. */
record KubeconfigUser(String name, File file, AuthInfo said) {
    /** The user of the context that {@code config} is about; empty if it comes of no kubeconfig, or that names nobody. */
    static Optional<KubeconfigUser> of(Config config) {
        File file = config.getFileWithAuthInfo();
        NamedContext context = config.getCurrentContext();
        return file == null || context == null || context.getContext() == null
                ? Optional.empty()
                : KubeConfigUtils.parseConfig(file).getUsers().stream()
                        .filter(user -> Objects.equals(
                                user.getName(), context.getContext().getUser()))
                        .filter(user -> user.getUser() != null)
                        .findFirst()
                        .map(user -> of(user, file));
    }

    private static KubeconfigUser of(NamedAuthInfo user, File file) {
        return new KubeconfigUser(user.getName(), file, user.getUser());
    }

    /**
     * Gives {@code config} what it lacks of this user: the client knows no {@code tokenFile}.
     *
     * @param overheard what the client has logged meanwhile, which is all that it tells of a plugin
     * @return what keeps it from that, in one line
     */
    Optional<String> complete(Config config, Overheard overheard) {
        ExecConfig plugin = said.getExec();
        if (plugin != null && !hasCredentials(config)) {
            return Optional.of("exec plugin " + plugin.getCommand() + whose() + " gave no credentials ("
                    + overheard.first().orElse("it printed none") + "); run it by hand to see why"
                    + Optional.ofNullable(plugin.getInstallHint())
                            .filter(hint -> !hint.isBlank())
                            .map(hint -> "; its installHint is: " + hint.strip())
                            .orElse(""));
        }
        return isGiven(said.getTokenFile()) && !isGiven(said.getToken()) ? useTokenFile(config) : Optional.empty();
    }

    private Optional<String> useTokenFile(Config config) {
        Path token = file.toPath().toAbsolutePath().resolveSibling(said.getTokenFile());
        if (!Files.isReadable(token) || Files.isDirectory(token)) {
            return Optional.of("tokenFile" + whose() + " is " + token + "; expected a file that can be read");
        }
        if (read(token).isEmpty()) {
            return Optional.of("tokenFile" + whose() + " is " + token + ", which is empty; expected a token");
        }
        // each time anew: whoever writes it replaces it before it expires
        config.setOauthTokenProvider(() -> read(token));
        return Optional.empty();
    }

    private static String read(Path token) {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean hasCredentials(Config config) {
        return config.getAutoOAuthToken() != null
                || config.getOauthToken() != null
                || config.getClientCertData() != null
                || config.getClientCertFile() != null;
    }

    private String whose() {
        return " of user " + name + " in " + file;
    }
}
