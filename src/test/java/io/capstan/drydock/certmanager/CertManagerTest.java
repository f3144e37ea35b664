package io.capstan.drydock.certmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Certificates;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertManagerTest {
    private final Drydock drydock = Drydock.options().withoutLinkerd().afterThePage();
    private final Certificates certificates = drydock.certificates();

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void issuesASelfSignedAnchorThatNamesNoAuthorityKey() {
        X509Certificate anchor = certificates.anchor();

        assertThat(anchor.getSubjectX500Principal()).isEqualTo(anchor.getIssuerX500Principal());
        assertThat(anchor.getSubjectX500Principal().getName()).isEqualTo("CN=root.linkerd.cluster.local");
        assertThat(anchor.getBasicConstraints()).isNotNegative();
        assertThat(anchor.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(anchor.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .isNotNull();
        assertThat(anchor.getExtensionValue(Extension.authorityKeyIdentifier.getId()))
                .isNull();
        // digitalSignature, keyEncipherment and keyCertSign
        assertThat(anchor.getKeyUsage()).containsExactly(true, false, true, false, false, true, false, false, false);
        assertThat(certificates.inSecret("cert-manager", "linkerd-trust-anchor", "ca.crt"))
                .isEqualTo(anchor);
    }

    @Test
    void signsTheIssuerWithTheAnchorInTheSecretOfTheClusterResourceNamespace() throws GeneralSecurityException {
        X509Certificate issuer = certificates.issuer();

        issuer.verify(certificates.anchor().getPublicKey());
        assertThat(issuer.getExtensionValue(Extension.authorityKeyIdentifier.getId()))
                .isNotNull();
        assertThat(certificates.inSecret("linkerd", "linkerd-identity-issuer", "ca.crt"))
                .isEqualTo(certificates.anchor());
    }

    @Test
    void writesTheSecretWithItsTypeItsAnnotationsAndAKeyThatFits() {
        Secret secret = secret();

        assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
        assertThat(secret.getMetadata().getAnnotations())
                .containsEntry("cert-manager.io/certificate-name", "linkerd-trust-anchor")
                .containsEntry("cert-manager.io/common-name", "root.linkerd.cluster.local")
                .containsEntry("cert-manager.io/issuer-name", "linkerd-trust-root-issuer")
                .containsEntry("cert-manager.io/issuer-kind", "Issuer");
        assertThat(Pem.isPair(certificates.anchor(), Pem.privateKey(decoded(secret, "tls.key"))))
                .isTrue();
    }

    @Test
    void plansTheRenewalByWhatTheTwoDurationsOfThePageReallyMean() {
        Instant anchorFrom = certificates.anchor().getNotBefore().toInstant();
        Instant issuerFrom = certificates.issuer().getNotBefore().toInstant();

        assertThat(Fields.text(anchor(), "status", "renewalTime"))
                .isEqualTo(anchorFrom.plus(Duration.ofDays(60)).toString());
        assertThat(Fields.text(issuer(), "status", "renewalTime"))
                .isEqualTo(issuerFrom.plus(Duration.ofHours(23)).toString());
    }

    @Test
    void renewsWhenAskedWithANewKeyWhileItStaysReady() {
        X509Certificate before = certificates.anchor();
        certificates.renew("cert-manager", "linkerd-trust-anchor");
        assertThat(Condition.of(anchor(), "Issuing"))
                .hasValueSatisfying(issuing -> assertThat(issuing.reason()).isEqualTo("ManuallyTriggered"));

        drydock.world().advance(Duration.ofMillis(300));
        assertThat(Condition.holds(anchor(), "Issuing")).isTrue();
        assertThat(Condition.holds(anchor(), "Ready")).isTrue();
        assertThat(certificates.anchor()).isEqualTo(before);

        drydock.world().advance(Duration.ofMillis(300));
        assertThat(Condition.of(anchor(), "Issuing")).isEmpty();
        assertThat(Condition.holds(anchor(), "Ready")).isTrue();
        assertThat(certificates.revision("cert-manager", "linkerd-trust-anchor"))
                .isEqualTo(2);
        assertThat(certificates.anchor().getPublicKey()).isNotEqualTo(before.getPublicKey());
        assertThat(certificates.anchor().getNotBefore().toInstant())
                .isBeforeOrEqualTo(drydock.clock().instant());
    }

    @Test
    void keepsTheKeyWhereTheRotationPolicyIsNever() {
        change(anchor(), Map.of("privateKey", Map.of("rotationPolicy", "Never", "algorithm", "ECDSA")));
        X509Certificate before = certificates.anchor();

        renewAnchor();

        assertThat(certificates.anchor()).isNotEqualTo(before);
        assertThat(certificates.anchor().getPublicKey()).isEqualTo(before.getPublicKey());
    }

    @Test
    void doesNotRenewTheIssuerWithTheAnchor() {
        X509Certificate issuer = certificates.issuer();

        renewAnchor();

        assertThat(certificates.issuer()).isEqualTo(issuer);
    }

    @Test
    void signsTheNextAutomaticRenewalOfTheIssuerWithWhateverAnchorIsThereThen() throws GeneralSecurityException {
        Instant renewal = Instant.parse(Fields.text(issuer(), "status", "renewalTime"));
        renewAnchor();

        drydock.world()
                .advance(Duration.between(drydock.clock().instant(), renewal).minusSeconds(1));
        assertThat(certificates.revision("linkerd", "linkerd-identity-issuer")).isEqualTo(1);
        drydock.world().advance(Duration.ofSeconds(3));

        assertThat(certificates.revision("linkerd", "linkerd-identity-issuer")).isEqualTo(2);
        certificates.issuer().verify(certificates.anchor().getPublicKey());
    }

    @Test
    void keepsOneCertificateRequestWithThePublicCertificateOfTheRevision() {
        renewAnchor();

        List<GenericKubernetesResource> requests = drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace("cert-manager")
                .list()
                .getItems();
        assertThat(requests).hasSize(1);
        GenericKubernetesResource request = requests.get(0);
        assertThat(request.getMetadata().getAnnotations())
                .containsEntry("cert-manager.io/certificate-name", "linkerd-trust-anchor")
                .containsEntry("cert-manager.io/certificate-revision", "2");
        assertThat(request.getMetadata().getOwnerReferences().get(0).getUid())
                .isEqualTo(anchor().getMetadata().getUid());
        assertThat(Condition.holds(request, "Approved")).isTrue();
        assertThat(Condition.holds(request, "Ready")).isTrue();
        String certificate = new String(
                Base64.getDecoder().decode(Fields.text(request, "status", "certificate")), StandardCharsets.UTF_8);
        assertThat(Fingerprint.of(Pem.certificates(certificate).get(0)))
                .isEqualTo(Fingerprint.of(certificates.anchor()));
    }

    @Test
    void leavesIssuingTrueAndTheReasonOnTheRequestWhenItCannotSign() {
        drydock.client()
                .genericKubernetesResources(Kinds.CLUSTER_ISSUER)
                .withName("linkerd-identity-issuer")
                .delete();
        certificates.renew("linkerd", "linkerd-identity-issuer");
        drydock.world().advance(Duration.ofMinutes(5));

        assertThat(certificates.isIssuing("linkerd", "linkerd-identity-issuer")).isTrue();
        assertThat(Condition.holds(issuer(), "Ready")).isTrue();
        GenericKubernetesResource request = drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace("linkerd")
                .withName("linkerd-identity-issuer-2")
                .require();
        assertThat(Condition.of(request, "Ready")).hasValueSatisfying(ready -> {
            assertThat(ready.holds()).isFalse();
            assertThat(ready.message()).contains("\"linkerd-identity-issuer\" not found");
        });
    }

    @Test
    void issuesAtOnceWhenTheDurationIsChanged() {
        change(anchor(), Map.of("duration", "26280h0m0s"));
        drydock.world().advance(Duration.ofSeconds(1));

        assertThat(certificates.revision("cert-manager", "linkerd-trust-anchor"))
                .isEqualTo(2);
        assertThat(Duration.between(
                        certificates.anchor().getNotBefore().toInstant(),
                        certificates.anchor().getNotAfter().toInstant()))
                .isEqualTo(Duration.ofHours(26280));
    }

    @Test
    void neverRenewsWhatHasItsRenewalDisabledNotEvenAtExpiry() {
        change(issuer(), Map.of("renewal", Map.of("policy", "Disabled")));
        drydock.world().advance(Duration.ofHours(49));

        assertThat(certificates.revision("linkerd", "linkerd-identity-issuer")).isEqualTo(1);
        assertThat(Fields.text(issuer(), "status", "renewalTime")).isEmpty();
        assertThat(Condition.of(issuer(), "Ready"))
                .hasValueSatisfying(ready -> assertThat(ready.reason()).isEqualTo("Expired"));
    }

    @Test
    void issuesAgainWhatIsGone() {
        drydock.client()
                .secrets()
                .inNamespace("linkerd")
                .withName("linkerd-identity-issuer")
                .delete();
        drydock.world().advance(Duration.ofSeconds(1));

        assertThat(certificates.secretExists("linkerd", "linkerd-identity-issuer"))
                .isTrue();
        assertThat(certificates.revision("linkerd", "linkerd-identity-issuer")).isEqualTo(2);
    }

    @Test
    void doesNothingWhileItIsStopped() {
        drydock.certManager().stop();
        certificates.renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofMinutes(1));
        assertThat(certificates.revision("cert-manager", "linkerd-trust-anchor"))
                .isEqualTo(1);

        drydock.certManager().start();
        drydock.world().advance(Duration.ofMinutes(1));
        assertThat(certificates.revision("cert-manager", "linkerd-trust-anchor"))
                .isEqualTo(2);
    }

    private void renewAnchor() {
        certificates.renew("cert-manager", "linkerd-trust-anchor");
        drydock.world().advance(Duration.ofSeconds(1));
        assertThat(certificates.isIssuing("cert-manager", "linkerd-trust-anchor"))
                .isFalse();
    }

    private void change(GenericKubernetesResource certificate, Map<String, Object> spec) {
        drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(certificate.getMetadata().getNamespace())
                .withName(certificate.getMetadata().getName())
                .edit(present -> {
                    GenericKubernetesResource changed = new GenericKubernetesResourceBuilder(present).build();
                    Map<String, Object> wanted = new LinkedHashMap<>(present.<Map<String, Object>>get("spec"));
                    wanted.putAll(spec);
                    changed.setAdditionalProperty("spec", wanted);
                    return changed;
                });
        drydock.world().settle();
    }

    private GenericKubernetesResource anchor() {
        return certificates.get("cert-manager", "linkerd-trust-anchor");
    }

    private GenericKubernetesResource issuer() {
        return certificates.get("linkerd", "linkerd-identity-issuer");
    }

    private Secret secret() {
        return drydock.client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-trust-anchor")
                .require();
    }

    private static String decoded(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }
}
