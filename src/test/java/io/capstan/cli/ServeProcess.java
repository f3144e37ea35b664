package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import io.capstan.pass.Sleeper;
import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code capstan serve} on the embedded cluster, without Quarkus around it. Its passes are a fraction of a second apart. */
final class ServeProcess implements Host, AutoCloseable {
    /** Longer than the lease: one that a stall has kept from being released runs out before. */
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** A stall costs nobody the lead; resigned or ousted, it changes hands at the next try. */
    private static final Leadership.Terms PATIENT =
            new Leadership.Terms(Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofMillis(100));

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final KubernetesClient client;
    private final Vitals vitals;
    private final FutureTask<Integer> command;

    /** @param sleeper how it lets time pass */
    ServeProcess(Drydock drydock, Map<String, String> settings, Sleeper sleeper) {
        this.client = drydock.api().client();
        this.vitals = new Vitals(drydock.clock());
        Workbench bench = new Workbench(
                client, Settings.of(key -> Optional.ofNullable(settings.get(key))), drydock.clock(), sleeper);
        Console console = new Console(() -> bench, stream(out), stream(err), false);
        this.command = new FutureTask<>(() ->
                CommandLines.of(console, here -> new ServeCommand(here, this)).execute("serve"));
        new Thread(command, "serve").start();
    }

    @Override
    public Timetable timetable(Duration every) {
        return new Timetable() {
            private Optional<ScheduledFuture<?>> passes = Optional.empty();

            @Override
            public synchronized void begin(Runnable pass) {
                passes = Optional.of(scheduler.scheduleWithFixedDelay(pass, 0, 50, TimeUnit.MILLISECONDS));
            }

            @Override
            public synchronized void end() {
                passes.ifPresent(future -> future.cancel(false));
            }
        };
    }

    @Override
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public Vitals vitals() {
        return vitals;
    }

    @Override
    public Leadership.Terms terms() {
        return PATIENT;
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stop.await();
    }

    /** As SIGTERM. @return the exit code */
    int terminate() throws Exception {
        stop.countDown();
        return command.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    String scraped() {
        return registry.scrape();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void awaitScraped(String line) {
        await(() -> scraped().contains(line), line);
    }

    void await(BooleanSupplier reached, String what) {
        Instant end = Instant.now().plus(LIMIT);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now())
                    .describedAs("not within %s: %s%n%s%s%s", LIMIT, what, scraped(), out(), err())
                    .isBefore(end);
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        terminate();
        scheduler.shutdownNow();
        client.close();
    }
}
