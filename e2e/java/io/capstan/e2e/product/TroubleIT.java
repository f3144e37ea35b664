package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Clusters that Capstan can do nothing with: it says so in a line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TroubleIT {
    private static final int BROKEN = 2;
    private static final int CLUSTER = 3;

    private static RealStack stack;

    @BeforeAll
    static void start() {
        stack = RealStack.start("trouble");
        new Page(stack).setUp();
        stack.shell().kubectl("create", "serviceaccount", "nobody", "--namespace=default");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void namesTheMissingRight() {
        Capstan.Result check = Capstan.as(stack, "default", "nobody").run("check");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.err())
                .contains("forbidden", "system:serviceaccount:default:nobody")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(2)
    void saysThatTheApiServerDoesNotAnswer() throws IOException {
        Path file = stack.directory().resolve("unreachable.kubeconfig");
        Files.writeString(
                file,
                Files.readString(Path.of(stack.kubeconfig()))
                        .replaceFirst("https://127\\.0\\.0\\.1:\\d+", "https://127.0.0.1:1"));

        Capstan.Result check = new Capstan(file.toString(), stack.directory(), Map.of()).run("check");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
    }

    @Test
    @Order(3)
    void asksForTrustManagerWhereItsKindsAreMissing() {
        stack.shell().kubectl("delete", "crd", "bundles.trust.cert-manager.io");

        Capstan.Result check = Capstan.asAdministrator(stack).run("check");

        assertThat(check.exitCode()).isEqualTo(BROKEN);
        assertThat(check.out()).contains("there is no such Bundle", "is trust-manager installed?");
        assertThat(check.err()).isEmpty();
    }
}
