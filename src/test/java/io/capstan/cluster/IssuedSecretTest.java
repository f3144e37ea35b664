package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.resource.Kinds;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cert-manager's own objects say of a Secret that is not read, beside what is in it. */
class IssuedSecretTest extends OnDrydock {
    private static final String TRUST = "cert-manager";
    private static final String ANCHOR = "linkerd-trust-anchor";
    private static final Installation NEVER = Settings.of(
                    key -> key.equals(Key.SECRETS.fullName()) ? Optional.of("never") : Optional.empty())
            .installation();

    @BeforeEach
    void keepTwoRequests() {
        patch("{\"spec\":{\"revisionHistoryLimit\":2}}");
    }

    @Test
    void saysWhatTheSecretHoldsAndATimeThatIsNotBeforeItWasWritten() {
        drydock.world().advance(Duration.ofHours(1));
        drydock.certificates().renew(TRUST, ANCHOR);
        drydock.world().advance(Duration.ofHours(1));

        CredentialSecret read = anchor(PAGE).secret().orElseThrow();
        CredentialSecret inferred = anchor(NEVER).secret().orElseThrow();

        assertThat(inferred.tlsCrt()).isEqualTo(read.tlsCrt());
        assertThat(inferred.caCrt()).isEqualTo(read.caCrt());
        assertThat(inferred.keys()).isEqualTo(read.keys());
        assertThat(inferred.changedAt())
                .isBetween(read.changedAt(), drydock.clock().instant().minus(Duration.ofMinutes(59)));
        assertThat(inferred.inferredFrom())
                .hasValueSatisfying(request ->
                        assertThat(request).hasToString("CertificateRequest cert-manager/linkerd-trust-anchor-2"));
        assertThat(read.inferredFrom()).isEmpty();
    }

    @Test
    void isNoLaterForAnAnnotationOnTheCertificate() {
        drydock.world().advance(Duration.ofHours(1));
        var before = anchor(NEVER).secret().orElseThrow().changedAt();
        patch("{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");

        assertThat(anchor(NEVER).secret().orElseThrow().changedAt()).isEqualTo(before);
    }

    @Test
    void isThePresentOneWhileTheNextIsBeingIssued() {
        ManagedCertificate before = anchor(NEVER);
        drydock.certManager().stop();
        drydock.certificates().renew(TRUST, ANCHOR);

        assertThat(anchor(NEVER).isRenewing()).isTrue();
        assertThat(anchor(NEVER).certificate()).isEqualTo(before.certificate());
    }

    @Test
    void isNotKnownWhereTheRequestIsGone() {
        drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace(TRUST)
                .delete();

        assertThatThrownBy(() -> anchor(NEVER))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("Secret cert-manager/linkerd-trust-anchor: what it holds is not known, since"
                        + " capstan.secrets is never and the CertificateRequest of revision 1 of Certificate"
                        + " cert-manager/linkerd-trust-anchor is gone; set capstan.secrets to read");
    }

    @Test
    void isNotKnownWhereCertManagerDoesNotKeepTheCertificate() {
        drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(TRUST)
                .withName(ANCHOR)
                .delete();

        assertThatThrownBy(() -> anchor(NEVER))
                .hasMessageContaining("there is no Certificate cert-manager/linkerd-trust-anchor");
    }

    private ManagedCertificate anchor(Installation installation) {
        return CertificateObserver.ofAnchor(new Api(drydock.client()), installation)
                .certificate();
    }

    private void patch(String mergePatch) {
        drydock.client()
                .genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(TRUST)
                .withName(ANCHOR)
                .patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
    }
}
