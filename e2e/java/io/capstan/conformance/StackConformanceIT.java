package io.capstan.conformance;

import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What holds for the embedded API server holds for the real one: the same tests, on the stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackConformanceIT extends ApiConformance {
    private final RealStack stack = RealStack.start("conformance");

    @BeforeAll
    void createNamespace() {
        stack.shell().kubectl("create", "namespace", namespace());
        // no pod can be created before the controller has made this
        stack.admin()
                .serviceAccounts()
                .inNamespace(namespace())
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
    }

    @AfterEach
    void leaveNothing() {
        cleanUp();
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Override
    KubernetesClient client() {
        return stack.admin();
    }

    @Override
    String namespace() {
        return "conformance";
    }

    @Override
    void letASecondPass() {
        Instant before = now();
        stack.await("a second has passed", () -> now().isAfter(before.plusMillis(1_100)));
    }

    @Override
    Instant now() {
        return Clock.systemUTC().instant();
    }
}
