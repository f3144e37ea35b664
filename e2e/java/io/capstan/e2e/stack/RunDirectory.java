package io.capstan.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of one stack: keys, kubeconfig files, the store, logs. They stay after it has ended, for whoever asks why. */
public record RunDirectory(Path path) {

    /** A new directory, beside those of former stacks. */
    public static RunDirectory create(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target/e2e/runs").toAbsolutePath());
            return new RunDirectory(Files.createTempDirectory(parent, name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes every key and certificate that a program reads when it starts. */
    void writeKeys(LoopbackAuthority authority) {
        LoopbackAuthority.write(authority(), authority.certificatePem());
        authority.identity("CN=kube-apiserver").writeTo(apiServer());
        authority.identity("CN=webhooks").writeTo(webhooks());
        KeyPair tokens = LoopbackAuthority.newKeys();
        LoopbackAuthority.write(tokenPublicKey(), LoopbackAuthority.publicKeyPem(tokens.getPublic()));
        LoopbackAuthority.write(
                tokenKey(),
                LoopbackAuthority.block("PRIVATE KEY", tokens.getPrivate().getEncoded()));
    }

    /** KWOK reads its stages from one file of many documents. */
    void writeStages(Path built, Path own) {
        try (Stream<Path> kwoks = Files.list(built);
                Stream<Path> ours = Files.list(own)) {
            String documents =
                    Stream.concat(kwoks, ours).sorted().map(RunDirectory::read).collect(Collectors.joining("\n---\n"));
            LoopbackAuthority.write(stages(), documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where each program's output goes. */
    public Path logs() {
        return path.resolve("logs");
    }

    Path etcd() {
        return scratch("etcd");
    }

    /** Where a program keeps what it stores; it makes the directory itself. */
    public Path scratch(String program) {
        return path.resolve(program);
    }

    Path apiServer() {
        return path.resolve("keys/apiserver");
    }

    Path webhooks() {
        return path.resolve("keys/webhooks");
    }

    Path authority() {
        return path.resolve("keys/ca.crt");
    }

    Path tokenKey() {
        return path.resolve("keys/tokens.key");
    }

    Path tokenPublicKey() {
        return path.resolve("keys/tokens.pub");
    }

    Path stages() {
        return path.resolve("stages.yaml");
    }

    Path adminKubeconfig() {
        return kubeconfig("admin");
    }

    Path kubeconfig(String user) {
        return path.resolve(user + ".kubeconfig");
    }
}
