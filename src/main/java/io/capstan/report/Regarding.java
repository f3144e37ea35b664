package io.capstan.report;

import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.Workload;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The object that a notice is about, as an Event names it.
 *
 * @param apiVersion {@code apps/v1}; empty for a kind that is not known here
 * @param uid empty if it is not known. {@code kubectl describe} selects Events by the uid of what it describes, so an Event
 *     without one is seen only in {@code kubectl events}
 */
public record Regarding(ObjectRef ref, String apiVersion, String uid) {
    Regarding(ObjectRef ref, String uid) {
        this(ref, apiVersion(ref.kind()), uid);
    }

    /** The Certificate, or the Secret where no Certificate keeps it. */
    public static Regarding of(ManagedCertificate managed) {
        return managed.resource()
                .map(resource -> new Regarding(managed.ref(), resource.uid()))
                .orElseGet(() -> new Regarding(managed.secretRef(), ""));
    }

    public static Regarding of(TrustBundle bundle) {
        return new Regarding(
                bundle.ref(), bundle.resource().map(TrustBundle.Resource::uid).orElse(""));
    }

    public static Regarding of(PreviousAnchors slot) {
        return new Regarding(slot.ref(), slot.uid());
    }

    public static Regarding of(Workload workload) {
        return new Regarding(workload.ref(), workload.uid());
    }

    /** {@code ref} with what {@code snapshot} knows of it. */
    static Regarding of(ObjectRef ref, Snapshot snapshot) {
        Optional<ManagedCertificate> managed = Stream.of(snapshot.anchor(), snapshot.issuer())
                .filter(certificate -> certificate.ref().equals(ref))
                .findFirst();
        return managed.map(Regarding::of)
                .orElseGet(
                        () -> ref.equals(snapshot.previous().ref()) ? of(snapshot.previous()) : new Regarding(ref, ""));
    }

    private static String apiVersion(String kind) {
        return switch (kind) {
            case "Certificate" -> "cert-manager.io/v1";
            case "Bundle" -> "trust.cert-manager.io/v1alpha1";
            case "Secret", "ConfigMap" -> "v1";
            case "Deployment", "StatefulSet", "DaemonSet" -> "apps/v1";
            default -> "";
        };
    }
}
