package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.Linkerd.Config;
import io.capstan.trust.Linkerd.IssuerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linkerd's own objects are taken to say. */
class LinkerdReadingTest {
    private static final LinkerdConfig CONFIG = LinkerdConfig.parse("""
                    clusterDomain: cluster.example
                    identity:
                      externalCA: true
                      issuer:
                        scheme: kubernetes.io/tls
                        issuanceLifetime: 12h0m0s
                        clockSkewAllowance: 30s
                    identityTrustDomain: ""
                    """).orElseThrow();

    @Test
    void readsTheValuesOfTheChart() {
        assertThat(CONFIG.config()).isEqualTo(new Config(true, "kubernetes.io/tls", "cluster.example"));
    }

    @Test
    void whatIdentityWasStartedWithWinsOverTheValues() {
        List<String> arguments = List.of("identity", "-log-level=info", "-identity-issuance-lifetime=60s");

        assertThat(LinkerdConfig.issuanceLifetime(arguments, Optional.of(CONFIG)))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(LinkerdConfig.clockSkewAllowance(arguments, Optional.of(CONFIG)))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(LinkerdConfig.issuanceLifetime(List.of(), Optional.of(CONFIG)))
                .isEqualTo(Duration.ofHours(12));
        assertThat(LinkerdConfig.issuanceLifetime(List.of(), Optional.empty())).isEqualTo(Duration.ofHours(24));
        assertThat(LinkerdConfig.clockSkewAllowance(List.of(), Optional.empty()))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "a: [", "- a"})
    void takesValuesThatAreNoneForAbsent(String text) {
        assertThat(LinkerdConfig.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{lastTimestamp: \"2026-03-02T08:00:00Z\"}', 2026-03-02T08:00:00Z",
        "'{lastTimestamp: null, eventTime: \"2026-03-02T08:00:01.000000Z\"}', 2026-03-02T08:00:01Z",
        "'{eventTime: \"2026-03-02T08:00:01Z\", series: {lastObservedTime: \"2026-03-02T09:00:00Z\"}}',"
                + " 2026-03-02T09:00:00Z",
        "'{metadata: {creationTimestamp: \"2026-03-02T07:00:00Z\"}}', 2026-03-02T07:00:00Z"
    })
    void knowsWhenAnEventWasSeenLastInEitherOfItsForms(String yaml, Instant lastSeen) {
        KubeObject event = object(yaml.replaceFirst("\\{", "{reason: IssuerUpdateSkipped, message: m, "));

        assertThat(LinkerdObserver.issuerEvent(event)).contains(new IssuerEvent("IssuerUpdateSkipped", "m", lastSeen));
    }

    @Test
    void passesOverEventsThatSayNothingOfTheIssuer() {
        assertThat(LinkerdObserver.issuerEvent(object("{reason: ScalingReplicaSet}")))
                .isEmpty();
    }

    @Test
    void aPodCountsFromTheStartOfTheContainerThatHoldsTheAnchors() {
        KubeObject pod = object("""
                metadata: {name: p, namespace: linkerd, creationTimestamp: "2026-03-02T08:00:00Z", deletionTimestamp: "2026-03-02T09:00:00Z"}
                status:
                  conditions: [{type: Ready, status: "False"}]
                  initContainerStatuses:
                    - {name: linkerd-proxy, state: {running: {startedAt: "2026-03-02T08:00:02Z"}}}
                  containerStatuses:
                    - {name: identity, state: {running: {startedAt: "2026-03-02T08:00:05Z"}}}
                    - {name: destination, state: {waiting: {reason: CrashLoopBackOff}}}
                """);

        ControlPlanePod identity = ControlPlaneObserver.pod("identity", pod);

        assertThat(identity.startedAt()).contains(Instant.parse("2026-03-02T08:00:05Z"));
        assertThat(ControlPlaneObserver.pod("destination", pod).startedAt())
                .contains(Instant.parse("2026-03-02T08:00:02Z"));
        assertThat(identity.ready()).isFalse();
        assertThat(identity.terminating()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'{labels: {linkerd.io/proxy-deployment: web}}', Deployment ns/web",
        "'{labels: {linkerd.io/proxy-cronjob: tidy}}', CronJob ns/tidy",
        "'{labels: {linkerd.io/proxy-replicationcontroller: old}}', ReplicationController ns/old",
        "'{ownerReferences: [{kind: Rollout, name: canary, controller: true}]}', Rollout ns/canary",
        "'{ownerReferences: [{kind: Node, name: n1}]}', Pod ns/p",
        "'{}', Pod ns/p",
        "'{labels: {pod-template-hash: abc}, ownerReferences: [{kind: ReplicaSet, name: web-abc, controller: true}]}',"
                + " Deployment ns/web",
        "'{ownerReferences: [{kind: ReplicaSet, name: lone, controller: true}]}', ReplicaSet ns/lone"
    })
    void tellsTheOwnerOfAPodFromItsMetadata(String metadata, String owner) {
        KubeObject pod = object("metadata: " + metadata.replaceFirst("\\{", "{name: p, namespace: ns, "));

        assertThat(PodOwner.ofMeshed(pod)).hasToString(owner);
    }

    private static KubeObject object(String yaml) {
        return new KubeObject(Fixtures.yaml(yaml));
    }
}
