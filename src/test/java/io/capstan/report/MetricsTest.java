package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.check.Checkup;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Margins;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Margins MARGINS = Policy.DEFAULT.margins();

    @Test
    void aClusterThatWasSetUpByTheDocumentationHasOneAnchorThatEverybodyTrusts() {
        assertThat(of(Snapshots.steady()))
                .containsExactly(
                        line(
                                "certificate_not_after_timestamp_seconds",
                                anchor(),
                                Pki.OLD.certificate().notAfter()),
                        line("certificate_not_before_timestamp_seconds", anchor(), Pki.SET_UP),
                        line(
                                "certificate_not_after_timestamp_seconds",
                                previous(),
                                Pki.OLD.certificate().notAfter()),
                        line("certificate_not_before_timestamp_seconds", previous(), Pki.SET_UP),
                        line("certificate_not_after_timestamp_seconds", issuer(), Pki.ISSUED.plus(Pki.ISSUER_LIFE)),
                        line("certificate_not_before_timestamp_seconds", issuer(), Pki.ISSUED),
                        "capstan_rotation_phase{phase=renewing} 0",
                        "capstan_rotation_phase{phase=endangered} 0",
                        "capstan_rotation_phase{phase=spreading} 0",
                        "capstan_rotation_phase{phase=broken} 0",
                        "capstan_rotation_phase{phase=distributing} 0",
                        "capstan_rotation_phase{phase=switching} 0",
                        "capstan_rotation_phase{phase=converging} 0",
                        "capstan_rotation_phase{phase=retiring} 0",
                        "capstan_rotation_phase{phase=purging} 0",
                        "capstan_rotation_phase{phase=steady} 1",
                        line("rotation_deadline_timestamp_seconds", "{}", deadline(Snapshots.steady())),
                        "capstan_proxies{trust=current} 11",
                        "capstan_proxies{trust=previous} 0",
                        "capstan_proxies{trust=both} 0",
                        "capstan_proxies{trust=unknown} 0",
                        "capstan_findings{severity=ok} " + found(Snapshots.steady(), "OK"),
                        "capstan_findings{severity=info} " + found(Snapshots.steady(), "INFO"),
                        "capstan_findings{severity=warning} " + found(Snapshots.steady(), "WARNING"),
                        "capstan_findings{severity=critical} 0",
                        "capstan_findings{severity=skipped} " + found(Snapshots.steady(), "SKIPPED"));
    }

    @Test
    void aProxyThatStartedBeforeTheAnchorWasMadeTrustsThePreviousOneWhetherOrNotItsBundleWasRead() {
        Snapshots renewed = Snapshots.renewed().workload("db", w -> w.unknown(Snapshots.MESHED));
        assertThat(proxies(renewed)).containsExactly(0, 11, 0, 0);
    }

    @Test
    void proxiesAreCountedByTheAnchorsThatTheyHaveLoaded() {
        Instant restarted = Pki.NOW.minusSeconds(10);
        Snapshots half = Snapshots.renewed()
                .workload("web", w -> w.loaded(restarted, Pki.OLD.certificate(), Pki.NEW.certificate()))
                .workload("db", w -> w.loaded(restarted, Pki.NEW.certificate()))
                .workload("agent", w -> w.unknown(restarted));
        assertThat(proxies(half)).containsExactly(2, 3, 3, 3);
    }

    @Test
    void podsThatAreGoingAwayCountUntilTheyAreGone() {
        Snapshots ending = Snapshots.steady()
                .workload("web", w -> w.terminating(4, Snapshots.MESHED, Pki.OLD.certificate()))
                .identity(i -> i.terminating(Snapshots.INSTALLED));
        assertThat(proxies(ending)).containsExactly(16, 0, 0, 0);
    }

    @Test
    void aRetiredAnchorThatIsStillTrustedShowsAsBoth() {
        Snapshots retired = Snapshots.steady()
                .workload("web", w -> w.loaded(Snapshots.MESHED, Pki.OLD.certificate(), Pki.OTHER.certificate()));
        assertThat(proxies(retired)).containsExactly(8, 0, 3, 0);
    }

    @Test
    void aProxyThatHasLoadedNoAnchorIsUnknown() {
        assertThat(proxies(Snapshots.steady().workload("web", w -> w.loaded(Snapshots.MESHED))))
                .containsExactly(8, 0, 0, 3);
    }

    @Test
    void anAnchorThatAnotherSourceAddsForEverybodySaysNothing() {
        Snapshots shared = Snapshots.steady()
                .bundle(b -> b.alsoFrom("company-ca", Pki.OTHER.certificate()))
                .dataPlane(w -> w.loaded(Snapshots.MESHED, Pki.OLD.certificate(), Pki.OTHER.certificate()));
        assertThat(proxies(shared)).containsExactly(11, 0, 0, 0);
    }

    @Test
    void ofSeveralPreviousAnchorsTheOneThatExpiresFirstIsShown() {
        Snapshots several = Snapshots.renewed()
                .previous(Pki.OLD_REISSUED.certificate(), Pki.OLD.certificate(), Pki.OTHER.certificate());
        assertThat(Metrics.certificates(several.build()))
                .filteredOn(gauge -> gauge.labels().containsValue("previous"))
                .extracting(Gauge::value)
                .containsExactly(seconds(Pki.OLD.certificate().notAfter()), seconds(Pki.SET_UP));
    }

    @Test
    void withoutAnAnchorEveryProxyIsUnknownAndNoPhaseIsTheCase() {
        Snapshots none = Snapshots.steady().anchor(a -> a.noSecret().noResource());
        assertThat(proxies(none)).containsExactly(0, 0, 0, 11);
        assertThat(of(none))
                .noneMatch(line -> line.contains("rotation_deadline") || line.contains("role=anchor"))
                .filteredOn(line -> line.startsWith("capstan_rotation_phase"))
                .hasSize(Phase.values().length)
                .allMatch(line -> line.endsWith(" 0"));
    }

    @Test
    void aMetricHasAlwaysTheSameLabels() {
        assertThat(Metric.ROTATION_WORKLOADS.of(3, "failed"))
                .isEqualTo(new Gauge(
                        "capstan_rotation_workloads",
                        "Workloads of the present rotation, or else the last, by result.",
                        Map.of("result", "failed"),
                        3));
        assertThat(Metric.ROTATION_DURATION
                        .of(Duration.ofMinutes(2), "distributing")
                        .value())
                .isEqualTo(120);
        assertThatThrownBy(() -> Metric.ROTATION_WORKLOADS.of(3)).hasMessageContaining("[result], not 0");
    }

    @Test
    void everyMetricIsDocumentedWithItsLabelsAndNoOther() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| `(capstan_[a-z_]+)` \\|([^|]*)\\|");
        List<String> documented = row.matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .map(found -> found.group(1) + " " + found.group(2).replaceAll("[` ]", ""))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(metric -> metric.text() + " " + String.join(",", metric.labels()))
                        .toList());
    }

    @Test
    void aNameThatPrometheusWouldNotTakeIsRefused() {
        assertThatThrownBy(() -> new Gauge("capstan.phase", "", Map.of(), 1)).hasMessageContaining("capstan.phase");
        assertThatThrownBy(() -> new Gauge("capstan_phase", "", Map.of("a-b", ""), 1))
                .hasMessageContaining("a-b");
    }

    private static List<String> of(Snapshots snapshots) {
        Snapshot snapshot = snapshots.build();
        Optional<TrustState> trust = trust(snapshot);
        Checkup checkup = Checkup.of(snapshot, Policy.DEFAULT, Optional.empty());
        return Metrics.of(checkup, snapshot, checkup.phase(), trust).stream()
                .map(MetricsTest::line)
                .toList();
    }

    private static List<Integer> proxies(Snapshots snapshots) {
        Snapshot snapshot = snapshots.build();
        return Metrics.proxies(snapshot, trust(snapshot)).stream()
                .map(gauge -> (int) gauge.value())
                .toList();
    }

    private static Optional<TrustState> trust(Snapshot snapshot) {
        return TrustState.of(snapshot, MARGINS, Set.of(), Optional.empty());
    }

    private static Instant deadline(Snapshots snapshots) {
        return Checkup.of(snapshots.build(), Policy.DEFAULT, Optional.empty())
                .deadline()
                .orElseThrow()
                .at();
    }

    private static long found(Snapshots snapshots, String severity) {
        return Checkup.of(snapshots.build(), Policy.DEFAULT, Optional.empty()).findings().stream()
                .filter(finding -> finding.severity().name().equals(severity))
                .count();
    }

    private static String line(Gauge gauge) {
        return gauge.name() + (gauge.labels().isEmpty() ? "" : gauge.labels()) + " " + (long) gauge.value();
    }

    private static String line(String metric, String labels, Instant value) {
        return "capstan_" + metric + (labels.equals("{}") ? "" : labels) + " " + value.getEpochSecond();
    }

    private static String anchor() {
        return "{role=anchor, namespace=cert-manager, name=linkerd-trust-anchor}";
    }

    private static String previous() {
        return "{role=previous, namespace=cert-manager, name=linkerd-previous-anchor}";
    }

    private static String issuer() {
        return "{role=issuer, namespace=linkerd, name=linkerd-identity-issuer}";
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond();
    }
}
