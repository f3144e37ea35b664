package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.drydock.Drydock;
import io.capstan.fixture.Installations;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewalPolicyTest {
    private static final ResourceDefinitionContext CERTIFICATES = new ResourceDefinitionContext.Builder()
            .withGroup("cert-manager.io")
            .withVersion("v1")
            .withKind("Certificate")
            .withNamespaced(true)
            .build();

    private final Drydock drydock = Drydock.afterThePage();
    private final RenewalPolicy policy = new RenewalPolicy(drydock.client());

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void whatIsHeldRemembersThatItHadNoPolicyAndIsAfterwardsAsItWas() {
        Map<String, Object> before = spec();

        assertThat(policy.hold(seen(), CertificateResource.UNSET)).isEqualTo(new Outcome.Done());

        assertThat(seen().resource()).get().satisfies(held -> {
            assertThat(held.renewalDisabled()).isTrue();
            assertThat(held.heldPolicy()).contains(CertificateResource.UNSET);
        });
        assertThat(policy.release(seen(), CertificateResource.UNSET)).isEqualTo(new Outcome.Done());
        // without a policy there must be no renewal at all: cert-manager's webhook refuses an empty one
        assertThat(spec()).isEqualTo(before).doesNotContainKey("renewal");
        assertThat(seen().resource().flatMap(CertificateResource::heldPolicy)).isEmpty();
    }

    @Test
    void aPolicyThatWasSetComesBackWithWhatStandsBesideIt() {
        Map<String, Object> renewal = Map.of("policy", "RenewBefore", "windows", List.of(Map.of("cron", "0 2 * * 6")));
        issuer().edit(certificate -> {
            certificate.<Map<String, Object>>get("spec").put("renewal", renewal);
            return certificate;
        });

        String before = seen().resource().orElseThrow().renewal();
        policy.hold(seen(), before);
        assertThat(spec()).containsEntry("renewal", Map.of("policy", "Disabled"));
        policy.release(seen(), before);

        assertThat(spec()).containsEntry("renewal", renewal);
    }

    @Test
    void somebodyElsesChangeInBetweenIsAConflictAndNothingIsWritten() {
        ManagedCertificate seen = seen();
        issuer().edit(certificate -> {
            certificate.getMetadata().setLabels(Map.of("changed", "meanwhile"));
            return certificate;
        });

        assertThat(policy.hold(seen, CertificateResource.UNSET)).isInstanceOf(Outcome.Conflict.class);
        assertThat(spec()).doesNotContainKey("renewal");
    }

    @Test
    void aMissingRightIsNamed() {
        drydock.api().forbid("patch", "certificates");

        assertThatThrownBy(() -> policy.hold(seen(), CertificateResource.UNSET))
                .isInstanceOf(ClusterException.class)
                .hasMessageEndingWith("grant patch on certificates.cert-manager.io in namespace linkerd");
    }

    private ManagedCertificate seen() {
        return new Observer(drydock.client(), Installations.ofTheDocumentation())
                .observe()
                .issuer();
    }

    private Map<String, Object> spec() {
        return issuer().require().get("spec");
    }

    private Resource<GenericKubernetesResource> issuer() {
        return drydock.client()
                .genericKubernetesResources(CERTIFICATES)
                .inNamespace("linkerd")
                .withName("linkerd-identity-issuer");
    }
}
