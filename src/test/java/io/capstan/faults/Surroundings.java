package io.capstan.faults;

import io.capstan.drydock.Drydock;
import io.capstan.drydock.ThePage;
import io.capstan.drydock.pki.Authorities;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.workloads.Kubelet;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The cluster in the hands of everybody but Capstan: cert-manager's own clock, people, nodes, the network. */
final class Surroundings {
    private static final String STRANGER =
            Pem.of(Authorities.root(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(365))
                    .certificate());

    private final Drydock drydock;
    private final KubernetesClient client;
    private final Random random;
    private final Truth truth;
    private final Trouble trouble;
    private final List<Later> later = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final List<String> perils = new ArrayList<>();
    private final List<SecondRun> secondRuns = new ArrayList<>();
    private int created;

    private record Later(Instant at, boolean heals, Runnable doing) {}

    /**
     * A second Capstan that is to start.
     *
     * @param stalls whether the first stands still meanwhile, longer than its lock lives
     */
    record SecondRun(boolean stalls) {}

    Surroundings(Drydock drydock, KubernetesClient client, Random random, Truth truth, Trouble trouble) {
        this.drydock = drydock;
        this.client = client;
        this.random = random;
        this.truth = truth;
        this.trouble = trouble;
    }

    Drydock drydock() {
        return drydock;
    }

    /** What has happened, with its time. */
    List<String> trace() {
        return List.copyOf(trace);
    }

    /**
     * What has happened that may break handshakes without any doing of Capstan's, judged by the truth of that moment; see
     * {@link Truth}.
     */
    List<String> perils() {
        return List.copyOf(perils);
    }

    void note(String what) {
        trace.add(drydock.clock().instant() + " " + what);
    }

    private void peril(String what) {
        perils.add(what);
        note("  peril: " + what);
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    Duration minutes(int most) {
        return Duration.ofSeconds(20L + random.nextInt(most * 60));
    }

    void later(Duration after, Runnable doing) {
        later.add(new Later(drydock.clock().instant().plus(after), false, doing));
    }

    void laterOrAtTheEnd(Duration after, Runnable healing) {
        later.add(new Later(drydock.clock().instant().plus(after), true, healing));
    }

    /** Does what is due. @return when the next is */
    Instant turn(Instant now) {
        List<Later> due =
                later.stream().filter(thing -> !thing.at().isAfter(now)).toList();
        later.removeAll(due);
        due.forEach(thing -> thing.doing().run());
        return later.stream().map(Later::at).min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** Ends whatever was only to last for a while. */
    void heal() {
        List<Later> rest = later.stream().filter(Later::heals).toList();
        later.clear();
        rest.forEach(thing -> thing.doing().run());
        trouble.end();
        secondRuns.clear();
    }

    List<SecondRun> takeSecondRuns() {
        List<SecondRun> taken = List.copyOf(secondRuns);
        secondRuns.clear();
        return taken;
    }

    void startSecondCapstan(boolean stalls) {
        secondRuns.add(new SecondRun(stalls));
    }

    void trouble(Trouble.Kind kind) {
        trouble.add(kind, Duration.ofSeconds(10L + random.nextInt(120)));
    }

    /** A renewal that nobody has prepared may meet an anchor that is still being replaced, and then forgets it. */
    void renewAnchor() {
        peril("the anchor is renewed unasked");
        renew("cert-manager", "linkerd-trust-anchor");
    }

    void renewIssuer() {
        if (truth.isAnchorMissingSomewhere()) {
            peril("the issuer is renewed while somebody lacks the anchor");
        }
        renew("linkerd", "linkerd-identity-issuer");
    }

    private void renew(String namespace, String name) {
        drydock.certificates().renew(namespace, name);
    }

    void deletePreviousAnchor() {
        drydock.certificates().deletePrevious();
    }

    void editBundle() {
        peril("the bundle is edited");
        String text = drydock.bundle();
        int second = text.indexOf("-----BEGIN", 1);
        writeBundle(second > 0 ? (random.nextBoolean() ? text.substring(second) : text.substring(0, second)) : "");
    }

    void addStrangerToBundle() {
        writeBundle(drydock.bundle().stripTrailing() + System.lineSeparator() + STRANGER);
    }

    private void writeBundle(String text) {
        client.configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .edit(map -> new ConfigMapBuilder(map)
                        .addToData("ca-bundle.crt", text)
                        .build());
    }

    /** The page's last step, by a person who has not looked whether the old anchor is still in use. */
    void copyAnchorToPrevious() {
        if (truth.usesMoreThanTheAnchor()) {
            peril("a person retires an anchor that is in use");
        }
        new ThePage(client).copyTrustAnchorToPrevious();
    }

    void restartControlPlane(String deployment) {
        judgeIdentitysRestart();
        if (deployment.isEmpty()) {
            drydock.rollouts().restartAll("linkerd");
        } else {
            drydock.rollouts().restartDeployment("linkerd", deployment);
        }
    }

    /** A new replica takes the Secret's issuer into use, and loses the fuse that an old one was. */
    private void judgeIdentitysRestart() {
        if (truth.isIssuerUnknownSomewhere()) {
            peril("identity starts anew with an issuer that somebody does not know");
        } else if (truth.isAnchorMissingSomewhere()) {
            peril("identity starts anew while somebody lacks the anchor");
        }
    }

    void killPod(String namespace) {
        List<Pod> pods = drydock.rollouts().pods(namespace);
        if (pods.isEmpty()) {
            return;
        }
        Pod pod = pods.get(random.nextInt(pods.size()));
        if (pod.getMetadata().getName().startsWith("linkerd-identity")) {
            judgeIdentitysRestart();
        }
        note("  " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName());
        client.resource(pod).delete();
    }

    void stallPod(String namespace, String prefix) {
        drydock.rollouts().pods(namespace).stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                .findFirst()
                .ifPresent(pod -> {
                    annotate(pod, Kubelet.HOLD, "\"true\"");
                    laterOrAtTheEnd(minutes(4), () -> annotate(pod, Kubelet.HOLD, "null"));
                });
    }

    private void annotate(HasMetadata object, String name, String json) {
        var found = client.resource(object);
        if (found.get() != null) {
            found.patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"metadata\":{\"annotations\":{\"" + name + "\":" + json + "}}}");
        }
    }

    private List<HasMetadata> workloads() {
        return Stream.<HasMetadata>concat(
                        client.apps().deployments().inAnyNamespace().list().getItems().stream(),
                        client.apps().statefulSets().inAnyNamespace().list().getItems().stream())
                .filter(workload -> !workload.getMetadata().getNamespace().equals("linkerd"))
                .toList();
    }

    /** Some workload, unless there is none. */
    private Stream<HasMetadata> someWorkload() {
        List<HasMetadata> all = workloads();
        if (all.isEmpty()) {
            return Stream.empty();
        }
        HasMetadata chosen = all.get(random.nextInt(all.size()));
        note("  " + chosen.getKind() + " " + chosen.getMetadata().getNamespace() + "/"
                + chosen.getMetadata().getName());
        return Stream.of(chosen);
    }

    private void patch(HasMetadata workload, String json) {
        var found = client.resource(workload);
        if (found.get() != null) {
            found.patch(PatchContext.of(PatchType.JSON_MERGE), json);
        }
    }

    private static String template(String annotation, String json) {
        return "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + json + "}}}}}";
    }

    void restartWorkload() {
        someWorkload().forEach(this::restart);
    }

    void restartDataPlane() {
        workloads().forEach(this::restart);
    }

    private void restart(HasMetadata workload) {
        patch(
                workload,
                template(
                        "kubectl.kubernetes.io/restartedAt",
                        "\"" + drydock.clock().instant() + "\""));
    }

    void scaleWorkload() {
        someWorkload().forEach(workload -> patch(workload, "{\"spec\":{\"replicas\":" + random.nextInt(4) + "}}"));
    }

    void deleteWorkload() {
        someWorkload().forEach(workload -> client.resource(workload).delete());
    }

    void pauseWorkload() {
        someWorkload()
                .filter(workload -> workload.getKind().equals("Deployment"))
                .forEach(workload -> {
                    patch(workload, "{\"spec\":{\"paused\":true}}");
                    laterOrAtTheEnd(minutes(10), () -> patch(workload, "{\"spec\":{\"paused\":false}}"));
                });
    }

    /** A new version that never becomes ready. */
    void stallRollout() {
        someWorkload().forEach(workload -> {
            patch(workload, template(Kubelet.HOLD, "\"true\""));
            laterOrAtTheEnd(minutes(12), () -> {
                patch(workload, template(Kubelet.HOLD, "null"));
                deleteHeldPods(workload.getMetadata().getNamespace());
            });
        });
    }

    /** A StatefulSet waits for a pod that never gets ready, even where its template has been mended. */
    private void deleteHeldPods(String namespace) {
        drydock.rollouts().pods(namespace).stream()
                .filter(pod -> pod.getMetadata().getAnnotations().containsKey(Kubelet.HOLD))
                .forEach(pod -> client.resource(pod).delete());
    }

    void addNamespace() {
        created++;
        String name = "crew-" + created;
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToAnnotations("linkerd.io/inject", "enabled")
                        .endMetadata()
                        .build())
                .create();
        addWorkload(name);
    }

    void addWorkload(String namespace) {
        created++;
        drydock.manifests().create(Shop.deployment(namespace, "extra-" + created, 1));
    }
}
