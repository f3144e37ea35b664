package io.capstan.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.cli.CommandLines;
import io.capstan.cli.Console;
import io.capstan.cli.Host;
import io.capstan.cli.Invocation;
import io.capstan.cli.LinkerdCheckCommand;
import io.capstan.cli.Main;
import io.capstan.cli.ServeCommand;
import io.capstan.cli.Workbench;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.OpenIDConnectionUtils;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What GraalVM's {@code native-image} would be told, on a machine that has none. */
class NativeSourcesIT {
    private static final NativeSources SOURCES = NativeSources.built();

    private final JacksonTypes seen = new JacksonTypes();

    @Test
    void makesOneExecutableThatNeedsNoJvm() {
        assertThat(SOURCES.mainClass()).isEqualTo(Main.class.getName());
        assertThat(SOURCES.arguments()).contains("--no-fallback", "--link-at-build-time", "-march=compatibility");
    }

    @Test
    void speaksHttpAndHttps() {
        assertThat(SOURCES.arguments()).contains("--enable-url-protocols=http,https");
    }

    @Test
    void keepsTheFeaturesByWhichQuarkusRegistersWhatItFound() {
        assertThat(SOURCES.arguments())
                .anyMatch(argument ->
                        argument.startsWith("--features=") && argument.contains("io.quarkus.runner.Feature"));
    }

    /** What is initialised while it is built keeps what it saw then: the builder's clock, addresses, environment. */
    @Test
    void initialisesNoClassOfCapstanAtBuildTimeByAnOptionOfItsOwn() {
        assertThat(SOURCES.arguments()).noneMatch(argument -> argument.startsWith("--initialize-at-build-time"));
    }

    @Test
    void holdsTheManifestsThatInstallPrints() {
        assertThat(SOURCES.resources()).anyMatch(pattern -> "k8s/cronjob.yaml".matches(pattern));
    }

    @Test
    void registersEveryCommandAndItsOptions() {
        Set<String> commands = new TreeSet<>();
        for (Invocation invocation : Invocation.values()) {
            CommandLine whole = CommandLines.of(
                    invocation, console(Optional.empty()), here -> new ServeCommand(here, new NoHost()));
            collect(whole.getCommandSpec(), commands);
        }

        assertThat(commands).contains(ServeCommand.class.getName(), LinkerdCheckCommand.class.getName());
        assertThat(unregistered(commands)).isEmpty();
    }

    /** Capstan's own code handles trees; this is what fabric8's client, in between, makes of them. */
    @Test
    void registersEveryClassThatJacksonLooksIntoWhileCommandsRun() {
        try (Drydock drydock = Drydock.options().beforeThePage();
                KubernetesClient client = recorded(drydock)) {
            run(drydock, client, List.of("setup", "--dry-run"), List.of("setup"), List.of("setup", "--improve"));
        }
        try (Drydock drydock = Drydock.afterThePage();
                KubernetesClient client = recorded(drydock)) {
            run(
                    drydock,
                    client,
                    List.of("check", "-o", "json"),
                    List.of("plan"),
                    List.of("rotate", "--issuer-only", "--yes"),
                    List.of("run"),
                    List.of("status", "-o", "json"),
                    List.of("history", "-o", "json"),
                    List.of("pause", "--reason", "release freeze"),
                    List.of("resume"),
                    List.of("install", "--image", "capstan:latest"),
                    List.of("uninstall"));
            standForElection(client);
        }

        assertThat(seen.names()).contains(Lease.class.getName());
        assertThat(unregistered(seen.names())).isEmpty();
    }

    /** And what it makes of a kubeconfig, of the answer of a program that is named there, and of an OpenID provider's. */
    @Test
    void registersEveryClassThatAKubeconfigIsReadInto() {
        KubernetesSerialization serialization = serialization();
        List.of(
                        KubeConfigUtils.parseConfigFromString("{}").getClass(),
                        Config.ExecCredential.class,
                        OpenIDConnectionUtils.OpenIdConfiguration.class,
                        OpenIDConnectionUtils.OAuthToken.class)
                .forEach(type -> assertThat(serialization.unmarshal("{}", type)).isNotNull());

        assertThat(seen.names())
                .contains(NamedContext.class.getName(), Cluster.class.getName(), ExecConfig.class.getName());
        assertThat(unregistered(seen.names())).isEmpty();
    }

    @SafeVarargs
    private static void run(Drydock drydock, KubernetesClient client, List<String>... lines) {
        Workbench bench = new Workbench(
                client,
                Settings.of(key -> Optional.empty()),
                drydock.clock(),
                duration -> drydock.world().advance(duration));
        for (List<String> line : lines) {
            assertThat(CommandLines.of(console(Optional.of(bench))).execute(line.toArray(String[]::new)))
                    .describedAs(line.toString())
                    .isBetween(0, 2);
        }
    }

    @Test
    void wouldNameAClassThatIsNotRegistered() throws JsonProcessingException {
        new ObjectMapper().registerModule(seen).writeValueAsString(new Forgotten("x"));

        assertThat(unregistered(seen.names())).containsExactly(Forgotten.class.getName());
    }

    record Forgotten(String field) {}

    private static Set<String> unregistered(Set<String> names) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(SOURCES.reflective());
        return missing;
    }

    private static void collect(CommandSpec spec, Set<String> classes) {
        classes.add(spec.userObject().getClass().getName());
        spec.mixins().values().forEach(mixin -> collect(mixin, classes));
        for (CommandLine subcommand : spec.subcommands().values()) {
            collect(subcommand.getCommandSpec(), classes);
        }
    }

    private static Console console(Optional<Workbench> bench) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(bench::orElseThrow, nowhere, nowhere, false);
    }

    private KubernetesClient recorded(Drydock drydock) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(drydock.api().uri().toString())
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization())
                .build();
    }

    private KubernetesSerialization serialization() {
        return new KubernetesSerialization(new ObjectMapper().registerModule(seen), true);
    }

    /** For commands that are looked at, and not run. */
    private record NoHost() implements Host {
        @Override
        public Timetable timetable(Duration every) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PrometheusMeterRegistry registry() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Vitals vitals() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Leadership.Terms terms() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitStop() {
            throw new UnsupportedOperationException();
        }
    }

    /** What {@link Leadership} has its elector do with the Lease. */
    private static void standForElection(KubernetesClient client) {
        LeaseLock lock = new LeaseLock("linkerd", "capstan-leader", "somebody");
        ZonedDateTime now = ZonedDateTime.now(Clock.systemUTC());
        LeaderElectionRecord record = new LeaderElectionRecord("somebody", Duration.ofSeconds(15), now, now, 0);
        lock.create(client, record);
        LeaderElectionRecord stored = lock.get(client);
        assertThat(stored.getHolderIdentity()).isEqualTo("somebody");
        lock.update(client, stored);
    }
}
