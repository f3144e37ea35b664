package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.PemBundle;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.ObjectRef;
import java.util.Optional;
import java.util.Set;

/**
 * What a Certificate's Secret holds, without reading it: what cert-manager has issued. cert-manager first writes the Secret,
 * from the CertificateRequest's status, and then raises {@code status.revision}, in the same write as it takes the condition
 * Issuing away (1.21, pkg/controller/certificates/issuing). So where nothing is being issued, the request of that revision
 * says what is in the Secret, which was written no later than the status.
 *
 * @param certificate read after whatever may have loaded the Secret
 */
record IssuedSecret(Target certificate, CertificateSpec spec, CertificateRequests requests) {
    private static final String TYPE = "kubernetes.io/tls";
    private static final int REQUESTS_NEEDED = 2;

    /**
     * @return empty if nothing was ever issued
     * @throws ClusterException if the request is not there, or may not be there during the next renewal
     */
    Optional<CredentialSecret> credential(ObjectRef secret) {
        Optional<KubeObject> request = requests.of(spec.revision());
        if (request.isEmpty() && spec.revision() == 0 && !spec.object().hasCondition("Ready")) {
            return Optional.empty();
        }
        if (spec.revisionHistoryLimit().orElse(0) < REQUESTS_NEEDED) {
            throw unknown(
                    secret,
                    certificate + " has spec.revisionHistoryLimit "
                            + spec.revisionHistoryLimit().map(String::valueOf).orElse("unset") + ", expected "
                            + REQUESTS_NEEDED
                            + " or more: cert-manager would delete the CertificateRequest that says so"
                            + " while it issues the next one (a change of it issues nothing)");
        }
        return Optional.of(request.map(issued -> credential(secret, issued))
                .orElseThrow(() -> unknown(
                        secret,
                        "the CertificateRequest of revision " + spec.revision() + " of " + certificate + " is gone")));
    }

    private CredentialSecret credential(ObjectRef secret, KubeObject request) {
        Optional<PemBundle> ca = Optional.of(request.status().path("ca"))
                .filter(JsonNode::isTextual)
                .map(Pem::ofBase64);
        return new CredentialSecret(
                secret,
                TYPE,
                Set.of("tls.crt", "ca.crt", SecretContent.PRIVATE_KEY),
                true,
                Pem.ofBase64(request.status().path("certificate")),
                ca,
                spec.object().statusChangedAt(),
                Optional.of(CertificateRequests.ref(request)));
    }

    /** @param why nothing else says what is in {@code secret} */
    static ClusterException unknown(ObjectRef secret, String why) {
        return new ClusterException(secret + ": what it holds is not known, since capstan.secrets is never and " + why
                + "; set capstan.secrets to read, or mend that (docs/without-secrets.md)");
    }
}
