package io.capstan.check;

import io.capstan.rotation.Policy;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CertificateResource.Request;
import io.capstan.trust.ManagedCertificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Where cert-manager stands with a certificate that it keeps.
 *
 * @param detail why, in words
 */
record Renewal(Standing standing, String detail) {
    enum Standing {
        /** Nothing is being issued. */
        IDLE,
        UNDER_WAY,
        /** It goes on for longer than it may. */
        SLOW,
        FAILED
    }

    static Renewal of(ManagedCertificate managed, CertificateResource resource, Instant now, Policy policy) {
        Optional<Request> failed =
                resource.request().filter(Request::failed).filter(r -> r.revision() > resource.revision());
        if (failed.isPresent()) {
            return new Renewal(Standing.FAILED, words(failed.get()));
        }
        if (!resource.issuerRef().exists()) {
            return new Renewal(Standing.FAILED, resource.issuerRef().ref() + ", which is to sign it, does not exist");
        }
        if (resource.issuing().isEmpty()) {
            return managed.isRenewing()
                    ? new Renewal(Standing.UNDER_WAY, "the Secret is yet to be written")
                    : new Renewal(Standing.IDLE, "nothing is being issued");
        }
        CertificateResource.Issuing issuing = resource.issuing().get();
        String since = "Issuing since " + issuing.since() + " (" + issuing.reason() + ")"
                + resource.request()
                        .filter(request -> request.revision() > resource.revision())
                        .map(request -> "; " + words(request))
                        .orElse("; no CertificateRequest has been made for it");
        boolean slow = now.isAfter(issuing.since().plus(policy.renewalLimit()));
        return new Renewal(slow ? Standing.SLOW : Standing.UNDER_WAY, since);
    }

    private static String words(Request request) {
        return request.ref() + " is " + request.reason() + ": " + request.message();
    }

    boolean isStuck() {
        return standing == Standing.SLOW || standing == Standing.FAILED;
    }

    boolean isUnderWay() {
        return standing == Standing.UNDER_WAY;
    }
}
