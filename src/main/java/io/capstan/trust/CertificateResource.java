package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Certificate of cert-manager, as far as Capstan looks at it.
 *
 * @param resourceVersion the condition of a conditional write
 * @param rotatesKey whether {@code spec.privateKey.rotationPolicy} is {@code Always}; before cert-manager 1.18 the default
 *     was {@code Never}, so an unset policy counts as rotating only where the cluster says so by its version
 * @param rotationPolicy the policy as written, or empty if it is not set
 * @param duration {@code spec.duration}; cert-manager's default is 90 days
 * @param renewBefore the time before notAfter at which cert-manager renews by itself
 * @param renewal {@code spec.renewal} as JSON (cert-manager 1.21), or empty if it is not set
 * @param renewalDisabled {@code spec.renewal.policy: Disabled}: never renewed by itself, not even at expiry
 * @param revision {@code status.revision}: grows by one with each issuance; 0 if never issued
 * @param ready the condition Ready; does not flip during a renewal
 * @param issuing the condition Issuing where it is True
 * @param renewalTime when cert-manager renews by itself; empty if it will not
 * @param request the newest CertificateRequest, if one is left
 * @param issued the certificate of the CertificateRequest of {@code revision}, if that is still there
 * @param history the certificates of all its CertificateRequests that are still there; cert-manager keeps one from 1.18 on,
 *     unless {@code spec.revisionHistoryLimit} says otherwise
 * @param authorities what those requests name as the CA that signed
 * @param annotations those of {@code capstan.io/}, by their names below it: what people, and Capstan, have noted there
 */
public record CertificateResource(
        String uid,
        String resourceVersion,
        IssuerRef issuerRef,
        boolean isCa,
        boolean rotatesKey,
        String rotationPolicy,
        Duration duration,
        Duration renewBefore,
        String renewal,
        boolean renewalDisabled,
        int revision,
        boolean ready,
        Optional<Issuing> issuing,
        Optional<Instant> renewalTime,
        Optional<Request> request,
        Optional<Certificate> issued,
        List<Certificate> history,
        AnchorSet authorities,
        Map<String, String> annotations) {
    /** What the names of Capstan's annotations begin with. */
    public static final String ANNOTATIONS = "capstan.io/";

    /** On the issuer while Capstan holds its renewal: {@code spec.renewal} as it was, or {@link #UNSET}. */
    public static final String HELD_POLICY = "held-renewal-policy";

    public static final String UNSET = "unset";
    public static final String DISABLED = "Disabled";

    public CertificateResource {
        history = List.copyOf(history);
        annotations = Map.copyOf(annotations);
    }

    /** The {@code spec.renewal} to give back, if Capstan holds this Certificate's renewal. */
    public Optional<String> heldPolicy() {
        return Optional.ofNullable(annotations.get(HELD_POLICY));
    }

    /**
     * The issuer that signs.
     *
     * @param ref an {@code Issuer} or a {@code ClusterIssuer}
     * @param type {@code selfSigned}, {@code ca}, or whatever else the issuer's spec holds; empty if there is no such issuer
     */
    public record IssuerRef(ObjectRef ref, String type) {
        public boolean isSelfSigned() {
            return type.equals("selfSigned");
        }

        public boolean exists() {
            return !type.isEmpty();
        }
    }

    /** The condition Issuing=True: since when, its reason ({@code ManuallyTriggered}, {@code Renewing}) and message. */
    public record Issuing(Instant since, String reason, String message) {}

    /**
     * A CertificateRequest.
     *
     * @param failed whether it was denied, or is Ready=False for a reason other than Pending
     * @param reason of its Ready condition; {@code message} is what the signer said
     */
    public record Request(ObjectRef ref, int revision, boolean failed, String reason, String message) {}
}
