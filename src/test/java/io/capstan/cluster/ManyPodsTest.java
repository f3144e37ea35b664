package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.DataPlane;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustBundle;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A mesh of 10,000 pods, 100 of each workload, every 500th of another bundle. */
class ManyPodsTest {
    private static final int PODS = 10_000;
    private static final int PAGE = 500;
    private static final Instant CREATED = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void areCountedPageByPageAndNotKept() {
        try (CannedApi canned = new CannedApi(ManyPodsTest::answer)) {
            List<WeakReference<KubeObject>> pods = new ArrayList<>();
            PodTally tally = new PodTally();

            new Api(canned.client())
                    .eachMetadata(
                            Resource.POD.everywhere(), Selection.unfinished("linkerd.io/control-plane-ns"), pod -> {
                                pods.add(new WeakReference<>(pod));
                                tally.add(pod);
                            });

            assertThat(canned.requests()).hasSize(PODS / PAGE);
            assertThat(pods).hasSize(PODS);
            assertThat(tally.byOwner()).hasSize(PODS / 100);
            assertThat(tally.byOwner().values().stream()
                            .flatMap(groups -> groups.values().stream())
                            .mapToInt(PodTally.Count::pods)
                            .sum())
                    .isEqualTo(PODS);
            System.gc();
            assertThat(pods.stream().filter(pod -> pod.get() != null).count())
                    .describedAs("pods that are still held")
                    .isLessThan(PAGE);
        }
    }

    @Test
    void aBundleThatNobodyCanResolveIsUnknownAsOfTheYoungestPodThatHasIt() {
        AtomicInteger reads = new AtomicInteger();
        try (CannedApi canned = new CannedApi(request -> {
            if (request.contains("/pods/")) {
                reads.incrementAndGet();
                return "{\"spec\": {}}";
            }
            return answer(request);
        })) {
            Namespaces namespaces = new Namespaces(CREATED, Map.of());
            DataPlaneObserver observer = new DataPlaneObserver(new Api(canned.client()), "linkerd");

            DataPlane dataPlane = observer.dataPlane(observer.pods(namespaces), namespaces, noBundle());

            assertThat(reads).describedAs("three tries for each of two bundles").hasValue(6);
            assertThat(dataPlane.workloads())
                    .allSatisfy(workload -> assertThat(workload.pods())
                            .allSatisfy(pods -> assertThat(pods.loaded()).isEqualTo(new Loaded.Unknown(CREATED))));
        }
    }

    private static TrustBundle noBundle() {
        ObjectRef ref = ObjectRef.clusterScoped("Bundle", "linkerd-identity-trust-roots");
        return new TrustBundle(ref, Optional.empty(), ref, Optional.empty(), List.of());
    }

    private static String answer(String request) {
        if (!request.contains("/pods") || request.contains("%21linkerd.io")) {
            return "{\"items\": []}";
        }
        int from =
                request.contains("continue=") ? Integer.parseInt(request.replaceAll(".*continue=([0-9]+).*", "$1")) : 0;
        String next = from + PAGE < PODS ? Integer.toString(from + PAGE) : "";
        return IntStream.range(from, from + PAGE)
                .mapToObj(ManyPodsTest::pod)
                .collect(Collectors.joining(",", "{\"metadata\":{\"continue\":\"" + next + "\"},\"items\":[", "]}"));
    }

    private static String pod(int number) {
        return """
                {"metadata": {
                  "name": "w-%d", "namespace": "ns", "creationTimestamp": "%s",
                  "labels": {"linkerd.io/control-plane-ns": "linkerd", "linkerd.io/proxy-deployment": "w%d"},
                  "annotations": {"linkerd.io/trust-root-sha256": "%s"},
                  "managedFields": [{"manager": "kubelet", "fieldsV1": {"f:status": {"f:phase": {}}}}]}}""".formatted(number, CREATED, number / 100, number % 500 == 0 ? "other" : "usual");
    }
}
