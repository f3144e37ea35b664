package io.capstan.cli;

import io.capstan.config.ConfiguredSettings;
import io.capstan.pass.Sleeper;
import io.capstan.serve.Vitals;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The console of the real program: its own streams, the configured cluster, the wall clock. */
@Dependent
public class ConsoleProducer {
    @Produces
    @Singleton
    Console console(Instance<KubernetesClient> client, ConfiguredSettings settings) {
        return new Console(
                () -> new Workbench(client.get(), settings.read(), Clock.systemUTC(), Sleeper.REAL),
                System.out,
                System.err,
                System.console() != null);
    }

    @Produces
    @Singleton
    Vitals vitals() {
        return new Vitals(Clock.systemUTC());
    }
}
