package io.capstan.rotation;

import io.capstan.trust.ObjectRef;
import java.util.Locale;

/** What more than one hint tells people to do: mostly commands to run. */
public final class Advice {
    /** What everybody must know who is told to touch one of these two fields. */
    public static final String DURATION_AND_POLICY =
            "leave spec.duration alone (changing it issues the certificate again at once)"
                    + " and spec.renewal.policy too (Disabled never renews, not even at expiry)";

    private Advice() {}

    /** {@code kubectl patch certificate -n linkerd NAME --type merge -p '…'}. */
    public static String patch(ObjectRef object, String merge) {
        return kubectl("patch", object) + " --type merge -p '" + merge + "'";
    }

    public static String describe(ObjectRef object) {
        return kubectl("describe", object);
    }

    /** {@code kubectl rollout restart -n linkerd deployment linkerd-identity}. */
    public static String restart(ObjectRef workload) {
        return kubectl("rollout restart", workload);
    }

    /** {@code cmctl renew -n linkerd linkerd-identity-issuer}. */
    public static String renew(ObjectRef certificate) {
        return "cmctl renew -n " + word(certificate.namespace()) + " " + word(certificate.name());
    }

    public static String permitTrustDomain(ObjectRef certificate) {
        return "remove spec.nameConstraints from " + certificate
                + ", or permit the trust domain there (this issues it again at once)";
    }

    private static String kubectl(String verb, ObjectRef object) {
        String namespace = object.namespace().isEmpty() ? "" : "-n " + word(object.namespace()) + " ";
        return "kubectl " + verb + " " + namespace + word(object.kind().toLowerCase(Locale.ROOT)) + " "
                + word(object.name());
    }

    /** One word to a shell: what a Certificate names as its Secret may be any text, and advice is there to be copied. */
    private static String word(String text) {
        return text.matches("[A-Za-z0-9._:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
