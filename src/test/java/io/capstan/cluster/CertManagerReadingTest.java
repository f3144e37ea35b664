package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.fixture.Pki;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CertificateResource.IssuerRef;
import io.capstan.trust.CertificateResource.Issuing;
import io.capstan.trust.CertificateResource.Request;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Certificate and its CertificateRequests are taken to say, cert-manager's defaults included. */
class CertManagerReadingTest {
    private static final IssuerRef ISSUER = new IssuerRef(new ObjectRef("Issuer", "cert-manager", "i"), "selfSigned");

    @Test
    void readsTheCertificateOfThePage() {
        CertificateResource resource = read("""
                metadata: {name: linkerd-trust-anchor, namespace: cert-manager, uid: u-1, resourceVersion: "12"}
                spec:
                  isCA: true
                  duration: 8760h0m0s
                  renewBefore: 7320h0m0s
                  privateKey: {rotationPolicy: Always, algorithm: ECDSA}
                status:
                  revision: 3
                  renewalTime: "2026-05-01T08:00:00Z"
                  conditions:
                    - {type: Ready, status: "True"}
                    - {type: Issuing, status: "True", reason: ManuallyTriggered, message: by hand, lastTransitionTime: "2026-03-02T08:00:00Z"}
                """);

        assertThat(resource.uid()).isEqualTo("u-1");
        assertThat(resource.resourceVersion()).isEqualTo("12");
        assertThat(resource.isCa()).isTrue();
        assertThat(resource.rotatesKey()).isTrue();
        assertThat(resource.duration()).isEqualTo(Duration.ofHours(8760));
        assertThat(resource.renewBefore()).isEqualTo(Duration.ofHours(7320));
        assertThat(resource.revision()).isEqualTo(3);
        assertThat(resource.ready()).isTrue();
        assertThat(resource.renewalTime()).contains(Instant.parse("2026-05-01T08:00:00Z"));
        assertThat(resource.issuing())
                .contains(new Issuing(Instant.parse("2026-03-02T08:00:00Z"), "ManuallyTriggered", "by hand"));
    }

    @ParameterizedTest
    @CsvSource({
        "{}, 2160h, 720h",
        "{duration: 48h}, 48h, 16h",
        "'{duration: 48h, renewBefore: 25h}', 48h, 25h",
        "'{duration: 48h, renewBefore: 48h}', 48h, 16h",
        "'{duration: 60m, renewBeforePercentage: 25}', 1h, 15m",
        "'{duration: 60m, renewBeforePercentage: 100}', 1h, 20m"
    })
    void fillsInWhatCertManagerWould(String spec, String duration, String renewBefore) {
        CertificateResource resource = read("{metadata: {name: c}, spec: " + spec + "}");

        assertThat(Durations.parse(duration)).contains(resource.duration());
        assertThat(Durations.parse(renewBefore)).contains(resource.renewBefore());
    }

    @Test
    void doesNotTrustAnUnsetRotationPolicy() {
        CertificateResource resource = read("{metadata: {name: c}, spec: {}}");

        assertThat(resource.rotatesKey()).isFalse();
        assertThat(resource.rotationPolicy()).isEmpty();
        assertThat(resource.renewalDisabled()).isFalse();
        assertThat(resource.renewalTime()).isEmpty();
    }

    @Test
    void seesThatRenewalIsDisabled() {
        CertificateResource resource = read("{metadata: {name: c}, spec: {renewal: {policy: Disabled}},"
                + " status: {renewalTime: '2026-05-01T08:00:00Z'}}");

        assertThat(resource.renewalDisabled()).isTrue();
        // the time from before stays until cert-manager has seen the policy
        assertThat(resource.renewalTime()).isEmpty();
    }

    @Test
    void refusesADurationThatIsNone() {
        assertThatThrownBy(() -> read("{metadata: {name: c}, spec: {duration: soon}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spec.duration is soon, no duration");
    }

    @Test
    void findsTheIssuerByKindAndTakesAnIssuerOfTheSameNamespaceForGranted() {
        assertThat(spec("{metadata: {namespace: n}, spec: {issuerRef: {name: a}}}")
                        .issuer())
                .map(Target::ref)
                .contains(new ObjectRef("Issuer", "n", "a"));
        assertThat(spec("{metadata: {namespace: n}, spec: {issuerRef: {name: a, kind: ClusterIssuer}}}")
                        .issuer())
                .map(Target::ref)
                .contains(new ObjectRef("ClusterIssuer", "", "a"));
        CertificateSpec external =
                spec("{metadata: {namespace: n}, spec: {issuerRef: {name: a, kind: AWSPCAIssuer, group: awspca.io}}}");
        assertThat(external.issuer()).isEmpty();
        assertThat(external.externalIssuer().type()).isEqualTo("awspca.io");
    }

    @Test
    void takesTheIssuedCertificateFromTheRequestOfTheRevisionAndNamesTheNewestRequest() {
        String old = Pem.toBase64(PemBundle.write(AnchorSet.of(Pki.OLD.certificate())));
        CertificateRequests requests = new CertificateRequests(List.of(request("""
                        metadata: {name: c-10, namespace: n, annotations: {cert-manager.io/certificate-revision: "10"}}
                        status:
                          conditions: [{type: Ready, status: "False", reason: Failed, message: no signer}]
                        """), request("""
                        metadata: {name: c-9, namespace: n, annotations: {cert-manager.io/certificate-revision: "9"}}
                        status:
                          certificate: %s
                          conditions: [{type: Ready, status: "True", reason: Issued}]
                        """.formatted(old))));

        assertThat(requests.issued(9)).contains(Pki.OLD.certificate());
        assertThat(requests.issued(10)).isEmpty();
        assertThat(requests.newest())
                .contains(
                        new Request(new ObjectRef("CertificateRequest", "n", "c-10"), 10, true, "Failed", "no signer"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "'{type: Ready, status: \"False\", reason: Pending}', false",
        "'{type: Ready, status: \"True\", reason: Issued}', false",
        "'{type: Ready, status: \"False\", reason: Failed}', true",
        "'{type: Denied, status: \"True\"}', true",
        "'{type: InvalidRequest, status: \"True\"}', true"
    })
    void knowsAFailedRequestFromOneThatIsUnderWay(String condition, boolean failed) {
        CertificateRequests requests = new CertificateRequests(
                List.of(request("{metadata: {name: r}, status: {conditions: [" + condition + "]}}")));

        assertThat(requests.newest())
                .hasValueSatisfying(request -> assertThat(request.failed()).isEqualTo(failed));
    }

    private static CertificateResource read(String yaml) {
        return spec(yaml).resource(ISSUER, new CertificateRequests(List.of()));
    }

    private static CertificateSpec spec(String yaml) {
        return new CertificateSpec(new KubeObject(Fixtures.yaml(yaml)));
    }

    private static KubeObject request(String yaml) {
        return new KubeObject(Fixtures.yaml(yaml));
    }
}
