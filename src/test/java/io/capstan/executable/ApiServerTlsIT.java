package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.LoopbackTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program only works with an API server that has proved who it is, whatever its environment says. */
class ApiServerTlsIT {
    private static final String HOST = "127.0.0.1";
    private static final int WARNINGS = 1;
    private static final int CLUSTER = 3;

    @TempDir
    private static Path directory = Path.of("");

    private static LiveCluster cluster;
    private static LoopbackTls tls;
    private static TlsFront front;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.afterThePage(directory);
        tls = LoopbackTls.serverOf(HOST);
        front = new TlsFront(cluster.drydock().api().uri(), tls);
    }

    @AfterAll
    static void stop() throws IOException {
        front.close();
        cluster.close();
    }

    @Test
    void worksWithAServerUnderTheCaOfTheKubeconfig() {
        assertThat(check(front.uri(), tls.caPem()).exitCode()).isEqualTo(WARNINGS);
    }

    @Test
    void refusesAServerUnderAnotherCa() {
        Executable.Result check = check(front.uri(), LoopbackTls.serverOf(HOST).caPem());

        assertRefused(check, "The API server at " + front.uri() + " cannot be reached (");
        assertThat(check.err()).contains("its certificate");
    }

    @Test
    void refusesAServerWhoseCertificateNamesAnotherHost() throws IOException {
        LoopbackTls other = LoopbackTls.serverOf("127.0.0.2");
        try (TlsFront misnamed = new TlsFront(cluster.drydock().api().uri(), other)) {
            assertRefused(
                    check(misnamed.uri(), other.caPem()),
                    "The API server at " + misnamed.uri() + " cannot be reached (");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KUBERNETES_TRUST_CERTIFICATES", "KUBERNETES_DISABLE_HOSTNAME_VERIFICATION"})
    void refusesToBeToldNotToVerify(String variable) {
        assertRefused(checkWith(variable), unverified());
    }

    /** Quarkus complains beforehand that this is no setting of a built program, and takes it all the same. */
    @Test
    void refusesToBeToldSoByQuarkusToo() {
        Executable.Result check = checkWith("QUARKUS_KUBERNETES_CLIENT_TRUST_CERTS");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.out()).isEmpty();
        assertThat(check.err()).contains(unverified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--context=drydock"})
    void refusesAKubeconfigThatSaysNotToVerify(String option) throws IOException {
        Path kubeconfig = LiveCluster.kubeconfig(directory.resolve("insecure"), front.uri());
        Files.writeString(
                kubeconfig,
                Files.readString(kubeconfig).replace("{server:", "{insecure-skip-tls-verify: true, server:"));

        Executable there = capstan().at(kubeconfig);
        assertRefused(option.isEmpty() ? there.run("check") : there.run("check", option), unverified());
    }

    private static Executable.Result checkWith(String variable) {
        Path kubeconfig = LiveCluster.kubeconfig(directory.resolve("ca"), front.uri(), tls.caPem());
        return capstan().at(kubeconfig).with(variable, "true").run("check");
    }

    private static String unverified() {
        return "The API server at " + front.uri() + "/ would not be verified; ";
    }

    private static Executable.Result check(URI server, String caPem) {
        return capstan()
                .at(LiveCluster.kubeconfig(directory.resolve("ca"), server, caPem))
                .run("check");
    }

    private static Executable capstan() {
        return Executable.underTest();
    }

    private static void assertRefused(Executable.Result result, String line) {
        assertThat(result.exitCode()).describedAs(result.err()).isEqualTo(CLUSTER);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith(line).hasLineCount(1);
    }
}
