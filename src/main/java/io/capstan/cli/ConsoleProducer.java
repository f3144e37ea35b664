package io.capstan.cli;

import io.capstan.config.ConfiguredSettings;
import io.capstan.config.Settings;
import io.capstan.pass.Sleeper;
import io.capstan.serve.Vitals;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
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
    Console console(
            Instance<Config> config,
            Instance<KubernetesClient> configured,
            Instance<KubernetesSerialization> serialization,
            ConfiguredSettings settings) {
        Terminal terminal = Terminal.ofProcess();
        return new Console(
                choice -> {
                    // before the cluster: a mistake in them is found without one
                    Settings read = settings.read(choice.settings());
                    KubernetesClient client = choice.isConfiguredCluster()
                            ? KubeconfigClient.configured(config::get, () -> made(configured))
                            : KubeconfigClient.of(choice, serialization.get());
                    return new Workbench(VerifiedConnection.of(client), read, Clock.systemUTC(), Sleeper.REAL);
                },
                WatchedOutput.standard(terminal.charset()),
                System.err,
                terminal);
    }

    /** What is injected is a proxy: it is made when it is first asked for anything. */
    private static KubernetesClient made(Instance<KubernetesClient> configured) {
        KubernetesClient client = configured.get();
        client.getConfiguration();
        return client;
    }

    @Produces
    @Singleton
    Vitals vitals() {
        return new Vitals(Clock.systemUTC());
    }
}
