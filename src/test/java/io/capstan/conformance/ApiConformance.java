package io.capstan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.conformance.RawApi.Response;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The behaviour of the Kubernetes API that Capstan relies on, as tests that hold for the real API server and for the
 * embedded one alike. A subclass supplies a cluster; nothing may act on what these tests make there, except that
 * cert-manager may write the status of Certificates.
 */
abstract class ApiConformance {
    private static final String CLEANUP_LABEL = "capstan.io/conformance";

    /** A client with every right. */
    abstract KubernetesClient client();

    /** An existing namespace, empty but for what Kubernetes itself puts there. */
    abstract String namespace();

    /** Lets at least one whole second of the API server's time pass, for its timestamps count in seconds. */
    abstract void letASecondPass();

    /** The time that the API server ought to have. */
    abstract Instant now();

    private RawApi api() {
        return new RawApi(client());
    }

    /** Takes away what a test has left, for a cluster that outlives it. */
    final void cleanUp() {
        String selected = "?labelSelector=" + CLEANUP_LABEL;
        for (String plural : List.of("configmaps", "secrets", "pods")) {
            api().delete(core(plural) + selected, "{}");
        }
        api().delete(group("apps/v1", "deployments") + selected, "{}");
        api().delete(group("coordination.k8s.io/v1", "leases") + selected, "{}");
        api().delete(group("cert-manager.io/v1", "certificates") + selected, "{}");
        api().delete(core("events") + selected, "{}");
        api().delete(inDefault("events") + selected, "{}");
    }

    @Test
    void aStalePutConflicts() {
        ConfigMap first = createConfigMap("stale", "a");
        api().mergePatch(core("configmaps/stale"), "{\"data\":{\"key\":\"b\"}}");

        Response response = api().put(core("configmaps/stale"), Serialization.asJson(first));

        assertThat(response.code()).isEqualTo(409);
        assertThat(response.text("/reason")).isEqualTo("Conflict");
        assertThat(response.text("/message"))
                .isEqualTo("Operation cannot be fulfilled on configmaps \"stale\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
        assertThat(response.text("/details/name")).isEqualTo("stale");
    }

    @Test
    void aPutWithoutAResourceVersionOverwrites() {
        createConfigMap("free", "a");

        Response response = api().put(core("configmaps/free"), configMap("free", "b"));

        assertThat(response.code()).isEqualTo(200);
        assertThat(response.text("/data/key")).isEqualTo("b");
    }

    @Test
    void creatingWhatExistsConflicts() {
        createConfigMap("twice", "a");

        Response response = api().post(core("configmaps"), configMap("twice", "b"));

        assertThat(response.code()).isEqualTo(409);
        assertThat(response.text("/reason")).isEqualTo("AlreadyExists");
        assertThat(response.text("/message")).isEqualTo("configmaps \"twice\" already exists");
    }

    @Test
    void whatIsMissingIsNotFound() {
        Response response = api().get(group("apps/v1", "deployments/nowhere"));

        assertThat(response.code()).isEqualTo(404);
        assertThat(response.text("/reason")).isEqualTo("NotFound");
        assertThat(response.text("/message")).isEqualTo("deployments.apps \"nowhere\" not found");
        assertThat(response.text("/details/kind")).isEqualTo("deployments");
        assertThat(api().get("/apis/nobody.example/v1/things").code()).isEqualTo(404);
        assertThat(api().put(core("configmaps/nowhere"), configMap("nowhere", "a"))
                        .code())
                .isEqualTo(404);
    }

    @Test
    void aCollectionCannotBePut() {
        Response response = api().put(core("configmaps"), configMap("any", "a"));

        assertThat(response.code()).isEqualTo(405);
        assertThat(response.text("/reason")).isEqualTo("MethodNotAllowed");
    }

    @Test
    void aGeneratedNameStartsWithItsPrefix() {
        String body = configMap("x", "a").replace("\"name\":\"x\"", "\"generateName\":\"x-\"");

        assertThat(api().post(core("configmaps"), body).text("/metadata/name")).matches("x-[a-z0-9]{5}");
    }

    @Test
    void aJsonPatchWhoseTestFailsChangesNothing() {
        createConfigMap("patched", "a");
        String patch = "[{\"op\":\"replace\",\"path\":\"/data/key\",\"value\":\"b\"},"
                + "{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"another\"}]";

        Response response = api().jsonPatch(core("configmaps/patched"), patch);

        assertThat(response.code()).isEqualTo(422);
        assertThat(response.text("/reason")).isEqualTo("Invalid");
        assertThat(response.text("/message"))
                .isEqualTo("the server rejected our request due to an error in our request");
        assertThat(api().get(core("configmaps/patched")).text("/data/key")).isEqualTo("a");
    }

    @Test
    void aJsonPatchWhoseTestsHoldIsApplied() {
        String uid = createConfigMap("patched", "a").getMetadata().getUid();
        String patch = "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"" + uid + "\"},"
                + "{\"op\":\"test\",\"path\":\"/metadata/labels/absent~1here\",\"value\":null},"
                + "{\"op\":\"add\",\"path\":\"/metadata/labels/absent~1here\",\"value\":\"now\"},"
                + "{\"op\":\"replace\",\"path\":\"/data/key\",\"value\":\"b\"}]";

        Response response = api().jsonPatch(core("configmaps/patched"), patch);

        assertThat(response.code()).isEqualTo(200);
        assertThat(response.text("/data/key")).isEqualTo("b");
        assertThat(response.text("/metadata/labels/absent~1here")).isEqualTo("now");
        // What is there is not null.
        assertThat(api().jsonPatch(
                                core("configmaps/patched"), "[{\"op\":\"test\",\"path\":\"/data/key\",\"value\":null}]")
                        .code())
                .isEqualTo(422);
    }

    @Test
    void aJsonPatchOfAPathThatDoesNotExistIsRejected() {
        createConfigMap("patched", "a");

        for (String operation : List.of(
                "{\"op\":\"remove\",\"path\":\"/data/other\"}",
                "{\"op\":\"replace\",\"path\":\"/metadata/annotations/a\",\"value\":\"x\"}",
                "{\"op\":\"add\",\"path\":\"/metadata/annotations/a\",\"value\":\"x\"}",
                "{\"op\":\"test\",\"path\":\"/metadata/annotations/a\",\"value\":\"x\"}")) {
            assertThat(api().jsonPatch(core("configmaps/patched"), "[" + operation + "]")
                            .code())
                    .as(operation)
                    .isEqualTo(422);
        }
    }

    @Test
    void aMergePatchIsHeldToTheResourceVersionThatItNames() {
        String old = createConfigMap("merged", "a").getMetadata().getResourceVersion();
        String patch = "{\"metadata\":{\"resourceVersion\":\"" + old + "\"},\"data\":{\"key\":\"%s\"}}";

        assertThat(api().mergePatch(core("configmaps/merged"), patch.formatted("b"))
                        .code())
                .isEqualTo(200);
        assertThat(api().mergePatch(core("configmaps/merged"), patch.formatted("c"))
                        .code())
                .isEqualTo(409);
    }

    @Test
    void aMergePatchTakesAwayWhatIsNull() {
        createConfigMap("merged", "a");

        Response response = api().mergePatch(core("configmaps/merged"), "{\"data\":{\"key\":null,\"other\":\"b\"}}");

        assertThat(response.body().at("/data").size()).isEqualTo(1);
        assertThat(response.text("/data/other")).isEqualTo("b");
    }

    @Test
    void whatNamesAnotherUidIsRefused() {
        ConfigMap map = createConfigMap("merged", "a");
        map.getMetadata().setUid("another");
        map.getMetadata().setResourceVersion("");

        assertThat(api().mergePatch(core("configmaps/merged"), "{\"metadata\":{\"uid\":\"another\"}}")
                        .code())
                .isEqualTo(422);
        assertThat(api().put(core("configmaps/merged"), Serialization.asJson(map))
                        .code())
                .isEqualTo(409);
    }

    @Test
    void aJsonPatchThatReplacesAnAbsentMemberAddsIt() {
        createConfigMap("patched", "a");

        Response response = api().jsonPatch(
                        core("configmaps/patched"), "[{\"op\":\"replace\",\"path\":\"/data/other\",\"value\":\"b\"}]");

        assertThat(response.code()).isEqualTo(200);
        assertThat(response.text("/data/other")).isEqualTo("b");
    }

    @Test
    void aCustomResourceTakesNoStrategicMerge() {
        createCertificate("strategic");

        Response response = api().patch(
                        group("cert-manager.io/v1", "certificates/strategic"),
                        "application/strategic-merge-patch+json",
                        "{}");

        assertThat(response.code()).isEqualTo(415);
    }

    @Test
    void statusIsWrittenThroughItsSubresourceAlone() {
        createCertificate("apart");
        String path = group("cert-manager.io/v1", "certificates/apart");

        Response main = api().mergePatch(path, "{\"spec\":{\"secretName\":\"main\"},\"status\":{\"revision\":77}}");
        Response status = api().mergePatch(
                        path + "/status", "{\"spec\":{\"secretName\":\"status\"},\"status\":{\"revision\":78}}");

        assertThat(main.text("/spec/secretName")).isEqualTo("main");
        assertThat(main.text("/status/revision")).isNotEqualTo("77");
        assertThat(status.text("/spec/secretName")).isEqualTo("main");
        assertThat(status.text("/status/revision")).isEqualTo("78");
    }

    @Test
    void aStaleStatusConflicts() {
        Response created = createCertificate("apart");
        String path = group("cert-manager.io/v1", "certificates/apart");
        String stale = "{\"metadata\":{\"resourceVersion\":\"" + created.text("/metadata/resourceVersion")
                + "\"},\"status\":{\"revision\":1}}";
        api().mergePatch(path, "{\"spec\":{\"secretName\":\"changed\"}}");

        assertThat(api().mergePatch(path + "/status", stale).code()).isEqualTo(409);
    }

    @Test
    void generationCountsChangesOfTheSpecAlone() {
        Response created = createCertificate("counted");
        String path = group("cert-manager.io/v1", "certificates/counted");

        Response labelled = api().mergePatch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        Response status = api().mergePatch(path + "/status", "{\"status\":{\"revision\":5}}");
        Response changed = api().mergePatch(path, "{\"spec\":{\"secretName\":\"changed\"}}");

        assertThat(created.text("/metadata/generation")).isEqualTo("1");
        assertThat(labelled.text("/metadata/generation")).isEqualTo("1");
        assertThat(status.text("/metadata/generation")).isEqualTo("1");
        assertThat(changed.text("/metadata/generation")).isEqualTo("2");
    }

    @Test
    void aDeploymentGetsItsDefaultsAndCountsItsRestarts() {
        createDeployment("web");

        client().apps()
                .deployments()
                .inNamespace(namespace())
                .withName("web")
                .rolling()
                .restart();

        Deployment restarted = client().apps()
                .deployments()
                .inNamespace(namespace())
                .withName("web")
                .get();
        assertThat(restarted.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(restarted.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsKey("kubectl.kubernetes.io/restartedAt");
        assertThat(restarted.getSpec().getTemplate().getSpec().getContainers()).hasSize(1);
        assertThat(restarted.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(restarted
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getValue())
                .isEqualTo("25%");
        assertThat(restarted.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
    }

    @Test
    void aSelectorMustSelectItsOwnTemplate() {
        Response response = api().post(
                        group("apps/v1", "deployments"),
                        deployment("web")
                                .replace(
                                        "\"template\":{\"metadata\":{\"labels\":{\"app\":\"web\"",
                                        "\"template\":{\"metadata\":{\"labels\":{\"app\":\"other\""));

        assertThat(response.code()).isEqualTo(422);
    }

    @Test
    void aDryRunCreatesNothing() {
        Response pod = api().post(core("pods") + "?dryRun=All", pod("dry"));
        Response map = api().post(core("configmaps") + "?dryRun=All", configMap("dry", "a"));

        assertThat(pod.code()).isEqualTo(201);
        assertThat(pod.text("/metadata/uid")).isNotEmpty();
        assertThat(pod.text("/status/phase")).isEqualTo("Pending");
        assertThat(map.code()).isEqualTo(201);
        assertThat(api().get(core("pods/dry")).code()).isEqualTo(404);
        assertThat(api().get(core("configmaps/dry")).code()).isEqualTo(404);
    }

    @Test
    void aDryRunChangesAndDeletesNothing() {
        createConfigMap("dry", "a");

        Response patched = api().mergePatch(core("configmaps/dry") + "?dryRun=All", "{\"data\":{\"key\":\"b\"}}");
        Response deleted = api().delete(core("configmaps/dry"), "{\"dryRun\":[\"All\"]}");

        assertThat(patched.text("/data/key")).isEqualTo("b");
        assertThat(deleted.code()).isEqualTo(200);
        assertThat(api().get(core("configmaps/dry")).text("/data/key")).isEqualTo("a");
    }

    @Test
    void aDryRunStillConflicts() {
        createConfigMap("dry", "a");

        assertThat(api().post(core("configmaps") + "?dryRun=All", configMap("dry", "b"))
                        .code())
                .isEqualTo(409);
    }

    @Test
    void pagesVisitEachObjectOnce() {
        for (int i = 0; i < 7; i++) {
            createConfigMap("page-" + i, "a");
        }
        List<String> names = new ArrayList<>();
        String selected = core("configmaps") + "?limit=3&labelSelector=" + CLEANUP_LABEL;
        Response page = api().get(selected);
        int pages = 1;
        while (!page.text("/metadata/continue").isEmpty()) {
            assertThat(page.body().at("/metadata").has("remainingItemCount")).isFalse();
            page.body()
                    .at("/items")
                    .forEach(item -> names.add(item.at("/metadata/name").asText()));
            page = api().get(selected + "&continue=" + page.text("/metadata/continue"));
            pages++;
        }
        page.body()
                .at("/items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));

        assertThat(names).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aPageWithoutASelectorTellsHowManyRemain() {
        for (int i = 0; i < 3; i++) {
            createConfigMap("page-" + i, "a");
        }

        Response page = api().get(core("configmaps") + "?limit=1");
        int all = api().get(core("configmaps")).body().at("/items").size();

        assertThat(page.body().at("/metadata/remainingItemCount").asInt()).isEqualTo(all - 1);
    }

    @Test
    void aListOfMetadataAloneCarriesNothingElse() {
        createConfigMap("meta", "a");

        Response list = api().get(
                        core("configmaps") + "?labelSelector=" + CLEANUP_LABEL,
                        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        Response one =
                api().get(core("configmaps/meta"), "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");

        assertThat(list.text("/kind")).isEqualTo("PartialObjectMetadataList");
        assertThat(list.text("/apiVersion")).isEqualTo("meta.k8s.io/v1");
        assertThat(list.body().at("/items").size()).isEqualTo(1);
        assertThat(list.text("/items/0/metadata/name")).isEqualTo("meta");
        assertThat(list.text("/items/0/metadata/uid")).isNotEmpty();
        assertThat(list.body().at("/items/0").has("data")).isFalse();
        assertThat(one.text("/kind")).isEqualTo("PartialObjectMetadata");
        assertThat(one.body().has("data")).isFalse();
    }

    @Test
    void aDeletionIsHeldToItsPreconditions() {
        ConfigMap map = createConfigMap("held", "a");
        String uid = map.getMetadata().getUid();
        String old = map.getMetadata().getResourceVersion();
        api().mergePatch(core("configmaps/held"), "{\"data\":{\"key\":\"b\"}}");

        Response wrongUid = api().delete(core("configmaps/held"), "{\"preconditions\":{\"uid\":\"another\"}}");
        Response oldVersion =
                api().delete(core("configmaps/held"), "{\"preconditions\":{\"resourceVersion\":\"" + old + "\"}}");
        Response right = api().delete(core("configmaps/held"), "{\"preconditions\":{\"uid\":\"" + uid + "\"}}");

        assertThat(wrongUid.code()).isEqualTo(409);
        assertThat(wrongUid.text("/reason")).isEqualTo("Conflict");
        assertThat(oldVersion.code()).isEqualTo(409);
        assertThat(right.code()).isEqualTo(200);
        assertThat(right.text("/status")).isEqualTo("Success");
        assertThat(api().get(core("configmaps/held")).code()).isEqualTo(404);
    }

    @Test
    void managedFieldsTimesChangeOnARealChangeAlone() {
        api().post(core("configmaps") + "?fieldManager=one", configMap("owned", "a"));
        Response created = api().get(core("configmaps/owned"));
        letASecondPass();
        Response same = api().mergePatch(core("configmaps/owned") + "?fieldManager=one", "{\"data\":{\"key\":\"a\"}}");
        letASecondPass();
        Response changed =
                api().mergePatch(core("configmaps/owned") + "?fieldManager=one", "{\"data\":{\"key\":\"b\"}}");
        letASecondPass();
        Response byAnother = api().mergePatch(
                        core("configmaps/owned") + "?fieldManager=two", "{\"metadata\":{\"labels\":{\"by\":\"two\"}}}");

        assertThat(same.text("/metadata/resourceVersion")).isEqualTo(created.text("/metadata/resourceVersion"));
        assertThat(managerTime(same, "one")).isEqualTo(managerTime(created, "one"));
        assertThat(managerTime(changed, "one")).isAfter(managerTime(created, "one"));
        assertThat(managerTime(byAnother, "one")).isEqualTo(managerTime(changed, "one"));
        assertThat(managerTime(byAnother, "two")).isAfter(managerTime(changed, "one"));
    }

    @Test
    void managedFieldsTellWhichKeyIsWhose() {
        api().post(core("configmaps") + "?fieldManager=one", configMap("owned", "a"));

        Response taken = api().mergePatch(core("configmaps/owned") + "?fieldManager=two", "{\"data\":{\"key\":\"b\"}}");

        assertThat(managed(taken, "two").at("/fieldsV1/f:data").has("f:key")).isTrue();
        assertThat(managed(taken, "two").at("/operation").asText()).isEqualTo("Update");
        assertThat(managed(taken, "one").at("/fieldsV1/f:data").has("f:key")).isFalse();
    }

    @Test
    void aServerSideApplyCreatesAndChanges() {
        String path = core("configmaps/applied") + "?fieldManager=applier&force=true";

        Response created = api().patch(path, "application/apply-patch+yaml", configMap("applied", "a"));
        Response changed = api().patch(path, "application/apply-patch+yaml", configMap("applied", "b"));

        assertThat(created.code()).isEqualTo(201);
        assertThat(changed.code()).isEqualTo(200);
        assertThat(changed.text("/data/key")).isEqualTo("b");
        assertThat(managed(changed, "applier").at("/operation").asText()).isEqualTo("Apply");
    }

    @Test
    void aWatchDeliversWhatHappens() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (Watch watch = client().configMaps()
                .inNamespace(namespace())
                .withLabel(CLEANUP_LABEL)
                .watch(intoQueue(events))) {
            assertThat(watch).isNotNull();
            createConfigMap("seen", "a");
            assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("ADDED seen a");
            api().mergePatch(core("configmaps/seen"), "{\"data\":{\"key\":\"b\"}}");
            assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("MODIFIED seen b");
            api().delete(core("configmaps/seen"), "{}");
            assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("DELETED seen b");
        }
    }

    @Test
    void whatLeavesTheSelectionIsDeletedForItsWatcher() throws InterruptedException {
        createConfigMap("leaves", "a");
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (Watch watch = client().configMaps()
                .inNamespace(namespace())
                .withLabel("leaving", "no")
                .watch(intoQueue(events))) {
            assertThat(watch).isNotNull();
            api().mergePatch(core("configmaps/leaves"), "{\"metadata\":{\"labels\":{\"leaving\":\"no\"}}}");
            assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("ADDED leaves a");
            api().mergePatch(core("configmaps/leaves"), "{\"metadata\":{\"labels\":{\"leaving\":\"yes\"}}}");
            assertThat(events.poll(1, TimeUnit.MINUTES)).isEqualTo("DELETED leaves a");
        }
    }

    @Test
    void labelsSelect() {
        createConfigMap("red", "a");
        createConfigMap("blue", "a");
        createConfigMap("none", "a");
        api().mergePatch(core("configmaps/red"), "{\"metadata\":{\"labels\":{\"colour\":\"red\"}}}");
        api().mergePatch(core("configmaps/blue"), "{\"metadata\":{\"labels\":{\"colour\":\"blue\"}}}");

        assertThat(selected("colour")).containsExactly("blue", "red");
        assertThat(selected("!colour")).containsExactly("none");
        assertThat(selected("colour=red")).containsExactly("red");
        assertThat(selected("colour==red")).containsExactly("red");
        assertThat(selected("colour!=red")).containsExactly("blue", "none");
        assertThat(selected("colour%20in%20(red,blue)")).containsExactly("blue", "red");
        assertThat(selected("colour%20notin%20(red)")).containsExactly("blue", "none");
    }

    @Test
    void fieldsSelect() {
        api().post(core("pods"), pod("pending"));
        api().post(core("pods"), pod("done"));
        api().mergePatch(core("pods/done/status"), "{\"status\":{\"phase\":\"Succeeded\"}}");
        String own = "?labelSelector=" + CLEANUP_LABEL + "&fieldSelector=";

        assertThat(names(core("pods") + own + "status.phase!=Succeeded,status.phase!=Failed"))
                .containsExactly("pending");
        assertThat(names(core("pods") + own + "status.phase=Succeeded")).containsExactly("done");
        assertThat(names(core("pods") + own + "metadata.name=done")).containsExactly("done");
        assertThat(names("/api/v1/pods" + own + "metadata.namespace=" + namespace()))
                .containsExactly("done", "pending");
        assertThat(names(core("pods") + own + "spec.nodeName=")).containsExactly("done", "pending");
        assertThat(api().get(core("pods") + "?fieldSelector=spec.containers=x").code())
                .isEqualTo(400);
    }

    @Test
    void theDateHeaderTellsTheApiServersTime() {
        Instant before = now();
        Response response = api().get("/version");
        Instant after = now();

        assertThat(response.date()).hasSize(1);
        Instant date = ZonedDateTime.parse(response.date().get(0), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        // it has whole seconds
        assertThat(date).isBetween(before.minusSeconds(1), after);
    }

    @Test
    void oneOfTwoThatTakeALeaseLoses() {
        String created = group("coordination.k8s.io/v1", "leases");
        Response first = api().post(created, lease("lock", "a"));
        Response second = api().post(created, lease("lock", "b"));
        String renewal = lease("lock", "a")
                .replace(
                        "\"name\":\"lock\"",
                        "\"name\":\"lock\",\"resourceVersion\":\"" + first.text("/metadata/resourceVersion") + "\"");
        Response renewed = api().put(created + "/lock", renewal.replace("08:00:00", "08:00:10"));
        Response stolen = api().put(created + "/lock", renewal.replace("\"a\"", "\"b\""));

        assertThat(first.code()).isEqualTo(201);
        assertThat(second.code()).isEqualTo(409);
        assertThat(renewed.code()).isEqualTo(200);
        assertThat(stolen.code()).isEqualTo(409);
        assertThat(api().get(created + "/lock").text("/spec/holderIdentity")).isEqualTo("a");
    }

    @Test
    void theTypeOfASecretNeverChanges() {
        api().post(core("secrets"), secret("typed", "Opaque", "{\"tls.crt\":\"\"}"));

        Response response = api().mergePatch(core("secrets/typed"), "{\"type\":\"kubernetes.io/tls\"}");

        assertThat(response.code()).isEqualTo(422);
        assertThat(response.text("/reason")).isEqualTo("Invalid");
        assertThat(response.text("/message")).contains("field is immutable");
    }

    @Test
    void aTlsSecretNeedsItsKeyEntryButNoKey() {
        Response without = api().post(core("secrets"), secret("a", "kubernetes.io/tls", "{\"tls.crt\":\"YQ==\"}"));
        Response empty = api().post(
                        core("secrets"), secret("a", "kubernetes.io/tls", "{\"tls.crt\":\"YQ==\",\"tls.key\":\"\"}"));
        Response taken = api().jsonPatch(core("secrets/a"), "[{\"op\":\"remove\",\"path\":\"/data/tls.key\"}]");

        assertThat(without.code()).isEqualTo(422);
        assertThat(empty.code()).isEqualTo(201);
        assertThat(taken.code()).isEqualTo(422);
    }

    @Test
    void anEventIsSeenThroughBothOfItsApis() {
        Response created = api().post(events(), event("seen", about("web")));
        Response core = api().get(core("events/seen"));

        assertThat(created.code()).as(created.body().toString()).isEqualTo(201);
        assertThat(core.text("/message")).isEqualTo("as the tests want it");
        assertThat(core.text("/involvedObject/name")).isEqualTo("web");
        assertThat(core.text("/reportingComponent")).isEqualTo("capstan.io/conformance");
        assertThat(core.text("/metadata/uid")).isEqualTo(created.text("/metadata/uid"));
        assertThat(core.text("/metadata/resourceVersion")).isEqualTo(created.text("/metadata/resourceVersion"));
        assertThat(names(core("events") + "?fieldSelector=involvedObject.name=web,involvedObject.kind=Deployment,"
                        + "involvedObject.namespace=" + namespace() + ",involvedObject.uid=uid-of-web"))
                .containsExactly("seen");
        assertThat(names(core("events") + "?fieldSelector=involvedObject.name=web,involvedObject.uid=another"))
                .isEmpty();
        assertThat(names(events() + "?fieldSelector=regarding.name=web,reason=Tested"))
                .containsExactly("seen");
    }

    @Test
    void anEventOfTheOlderApiIsSeenThroughTheNewer() {
        String old = "{\"apiVersion\":\"v1\",\"kind\":\"Event\"," + metadata("old") + ",\"involvedObject\":"
                + about("web") + ",\"reason\":\"Tested\",\"message\":\"m\",\"type\":\"Normal\",\"count\":3,"
                + "\"firstTimestamp\":\"2026-03-01T08:00:00Z\",\"lastTimestamp\":\"2026-03-01T08:00:05Z\"}";
        assertThat(api().post(core("events"), old).code()).isEqualTo(201);

        Response shown = api().get(events() + "/old");

        assertThat(shown.text("/note")).isEqualTo("m");
        assertThat(shown.text("/regarding/name")).isEqualTo("web");
        assertThat(shown.text("/deprecatedCount")).isEqualTo("3");
        assertThat(shown.text("/deprecatedLastTimestamp")).isEqualTo("2026-03-01T08:00:05Z");
    }

    @Test
    void anEventNamesWhoReportsWhatAndWhen() {
        String right = event("asked", about("web"));

        for (String field : List.of(
                "\"eventTime\":\"2026-03-01T08:00:00.000000Z\"",
                "\"reportingController\":\"capstan.io/conformance\"",
                "\"reportingInstance\":\"a\"",
                "\"action\":\"Test\"",
                "\"reason\":\"Tested\"",
                "\"type\":\"Normal\"")) {
            Response response = api().post(events(), right.replace("," + field, ""));
            assertThat(response.code()).as("without " + field).isEqualTo(422);
        }
        assertThat(api().post(events(), right.replace("\"Normal\"", "\"Urgent\""))
                        .code())
                .isEqualTo(422);
        assertThat(api().post(events(), right.replace("capstan.io/conformance", "capstan/io/conformance"))
                        .code())
                .isEqualTo(422);
        assertThat(api().post(events(), right).code()).isEqualTo(201);
    }

    @Test
    void theNoteOfAnEventHasAtMost1024Bytes() {
        String right = event("long", about("web"));

        // As UTF-8 an ä is two bytes.
        assertThat(api().post(events(), right.replace("as the tests want it", "ä".repeat(512) + "x"))
                        .code())
                .isEqualTo(422);
        assertThat(api().post(events(), right.replace("as the tests want it", "ä".repeat(512)))
                        .code())
                .isEqualTo(201);
    }

    @Test
    void anEventAboutAClusterScopedObjectIsInTheDefaultNamespace() {
        String about = "{\"kind\":\"Bundle\",\"name\":\"roots\",\"apiVersion\":\"trust.cert-manager.io/v1alpha1\"}";

        String other = namespace() + "-elsewhere";
        api().post(
                        "/api/v1/namespaces",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + other + "\"}}");

        Response elsewhere =
                api().post("/apis/events.k8s.io/v1/namespaces/" + other + "/events", event("global", about));
        Response there = api().post("/apis/events.k8s.io/v1/namespaces/default/events", event("global", about));

        api().delete("/api/v1/namespaces/" + other, "{}");
        assertThat(elsewhere.code()).isEqualTo(422);
        assertThat(there.code()).as(there.body().toString()).isEqualTo(201);
        // As kubectl describe asks for them.
        assertThat(names("/api/v1/events?fieldSelector=involvedObject.name=roots,involvedObject.namespace=,"
                        + "involvedObject.kind=Bundle,involvedObject.uid="))
                .containsExactly("global");
    }

    @Test
    void nothingOfAnEventChangesButItsSeries() {
        String version = api().post(events(), event("counted", about("web"))).text("/metadata/resourceVersion");
        String series = "{\"op\":\"add\",\"path\":\"/series\",\"value\":{\"count\":%d,\"lastObservedTime\":"
                + "\"2026-03-01T08:05:00.000000Z\"}}";
        String conditional = "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"" + version + "\"},"
                + series.formatted(2) + "]";

        Response once = api().jsonPatch(events() + "/counted", conditional);

        assertThat(once.code()).as(once.body().toString()).isEqualTo(200);
        assertThat(api().get(core("events/counted")).text("/series/count")).isEqualTo("2");
        assertThat(api().jsonPatch(events() + "/counted", conditional).code())
                .as("stale")
                .isEqualTo(422);
        assertThat(api().jsonPatch(events() + "/counted", "[" + series.formatted(1) + "]")
                        .code())
                .as("a series of one")
                .isEqualTo(422);
        for (String field : List.of("note", "reason", "action", "type", "reportingInstance")) {
            String value = field.equals("type") ? "Warning" : "Other";
            assertThat(api().mergePatch(events() + "/counted", "{\"" + field + "\":\"" + value + "\"}")
                            .code())
                    .as(field)
                    .isEqualTo(422);
        }
        assertThat(api().mergePatch(events() + "/counted", "{\"regarding\":{\"name\":\"other\"}}")
                        .code())
                .isEqualTo(422);
        assertThat(api().mergePatch(events() + "/counted", "{\"eventTime\":\"2026-03-01T09:00:00.000000Z\"}")
                        .code())
                .isEqualTo(422);
    }

    @Test
    void anAccessReviewIsAnswered() {
        Response response = api().post(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"spec\":"
                                + "{\"resourceAttributes\":{\"verb\":\"list\",\"resource\":\"pods\"}}}");

        assertThat(response.code()).isEqualTo(201);
        assertThat(response.body().at("/status/allowed").asBoolean()).isTrue();
    }

    @Test
    void discoveryTellsGroupsAndKinds() {
        assertThat(api().get("/version").text("/gitVersion")).startsWith("v1.");
        assertThat(api().get("/apis/cert-manager.io").text("/preferredVersion/groupVersion"))
                .isEqualTo("cert-manager.io/v1");
        List<String> plurals = new ArrayList<>();
        api().get("/apis/cert-manager.io/v1")
                .body()
                .at("/resources")
                .forEach(resource -> plurals.add(resource.at("/name").asText()));
        assertThat(plurals).contains("certificates", "certificates/status", "clusterissuers");
    }

    private List<String> selected(String labels) {
        return names(core("configmaps") + "?labelSelector=" + CLEANUP_LABEL + "," + labels);
    }

    private List<String> names(String path) {
        List<String> names = new ArrayList<>();
        Response list = api().get(path);
        assertThat(list.code()).as(path).isEqualTo(200);
        list.body()
                .at("/items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private static Watcher<ConfigMap> intoQueue(BlockingQueue<String> events) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                events.add(action + " " + map.getMetadata().getName() + " "
                        + map.getData().get("key"));
            }

            @Override
            public void onClose(WatcherException cause) {
                events.add("closed: " + cause);
            }
        };
    }

    private static JsonNode managed(Response response, String manager) {
        for (JsonNode entry : response.body().at("/metadata/managedFields")) {
            if (entry.at("/manager").asText().equals(manager)) {
                return entry;
            }
        }
        throw new AssertionError("no managed fields of " + manager + " in " + response.body());
    }

    private static Instant managerTime(Response response, String manager) {
        return Instant.parse(managed(response, manager).at("/time").asText());
    }

    private ConfigMap createConfigMap(String name, String value) {
        return client().resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(CLEANUP_LABEL, "")
                        .endMetadata()
                        .addToData("key", value)
                        .build())
                .inNamespace(namespace())
                .create();
    }

    private Response createCertificate(String name) {
        Response created = api().post(group("cert-manager.io/v1", "certificates"), certificate(name));
        assertThat(created.code()).isEqualTo(201);
        return created;
    }

    private void createDeployment(String name) {
        assertThat(api().post(group("apps/v1", "deployments"), deployment(name)).code())
                .isEqualTo(201);
    }

    private static String metadata(String name) {
        return "\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"" + CLEANUP_LABEL + "\":\"\"}}";
    }

    private static String configMap(String name, String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"," + metadata(name) + ",\"data\":{\"key\":\"" + value
                + "\"}}";
    }

    private static String secret(String name, String type, String data) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\"," + metadata(name) + ",\"type\":\"" + type + "\",\"data\":"
                + data + "}";
    }

    private static String certificate(String name) {
        return "{\"apiVersion\":\"cert-manager.io/v1\",\"kind\":\"Certificate\"," + metadata(name)
                + ",\"spec\":{\"secretName\":\"first\",\"commonName\":\"a\",\"issuerRef\":"
                + "{\"name\":\"nobody\",\"kind\":\"Issuer\"}}}";
    }

    /** A pod that no scheduler takes, so that nothing but these tests touches it. */
    private static String pod(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + metadata(name)
                + ",\"spec\":{\"schedulerName\":\"nobody\",\"automountServiceAccountToken\":false,\"containers\":"
                + "[{\"name\":\"main\",\"image\":\"main:1\"}]}}";
    }

    /** A Deployment without pods. */
    private static String deployment(String name) {
        return "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\"," + metadata(name)
                + ",\"spec\":{\"replicas\":0,\"selector\":{\"matchLabels\":{\"app\":\"web\"}},\"template\":"
                + "{\"metadata\":{\"labels\":{\"app\":\"web\"}},\"spec\":{\"containers\":"
                + "[{\"name\":\"main\",\"image\":\"main:1\"}]}}}}";
    }

    private static String lease(String name, String holder) {
        return "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\"," + metadata(name)
                + ",\"spec\":{\"holderIdentity\":\"" + holder
                + "\",\"leaseDurationSeconds\":30,\"renewTime\":\"2026-03-01T08:00:00.000000Z\"}}";
    }

    /** A Deployment that need not be. */
    private String about(String deployment) {
        return "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"namespace\":\"" + namespace() + "\",\"name\":\""
                + deployment + "\",\"uid\":\"uid-of-" + deployment + "\"}";
    }

    private static String event(String name, String regarding) {
        return "{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\"," + metadata(name) + ",\"regarding\":"
                + regarding
                + ",\"eventTime\":\"2026-03-01T08:00:00.000000Z\",\"reportingController\":\"capstan.io/conformance\""
                + ",\"reportingInstance\":\"a\",\"action\":\"Test\",\"reason\":\"Tested\",\"type\":\"Normal\""
                + ",\"note\":\"as the tests want it\"}";
    }

    private String events() {
        return group("events.k8s.io/v1", "events");
    }

    private static String inDefault(String resource) {
        return "/api/v1/namespaces/default/" + resource;
    }

    private String core(String resource) {
        return "/api/v1/namespaces/" + namespace() + "/" + resource;
    }

    private String group(String groupVersion, String resource) {
        return "/apis/" + groupVersion + "/namespaces/" + namespace() + "/" + resource;
    }
}
