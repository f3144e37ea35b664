package io.capstan.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustBundle.Source.Role;
import io.capstan.window.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What could be better about a set-up that works, in the order in which it is mended. */
final class Improvements {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String LABEL = "linkerd.io/is-control-plane";

    private final Found found;
    private final Snapshot snapshot;
    private final Manner manner;

    private Improvements(Found found, Manner manner) {
        this.found = found;
        this.snapshot = found.snapshot();
        this.manner = manner;
    }

    static List<Improvement> of(Found found, Manner manner) {
        Improvements improvements = new Improvements(found, manner);
        return Stream.of(
                        improvements.label(),
                        improvements.unattendedRenewal(),
                        improvements.rotationPolicy(found.snapshot().anchor()),
                        improvements.rotationPolicy(found.snapshot().issuer()),
                        improvements.privateKey(),
                        improvements.sources())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Also asked for alone: without the label and the ConfigMap there is nothing that works yet. */
    static Optional<Improvement> label(Found found, Manner manner) {
        return new Improvements(found, manner).label();
    }

    private Optional<Improvement> label() {
        ObjectRef namespace =
                ObjectRef.clusterScoped("Namespace", snapshot.linkerd().namespace());
        if (snapshot.linkerd().labelled() || !found.has(namespace)) {
            return Optional.empty();
        }
        return Optional.of(new Improvement.Fields(
                namespace,
                "",
                List.of(Edit.set(Edit.UNSET, TextNode.valueOf("true"), "metadata", "labels", LABEL)),
                "by this label the Bundle finds the namespace that it writes the bundle into"));
    }

    /**
     * cert-manager's renewal is only ever put off: {@code spec.renewBefore} and {@code spec.renewal} are no part of what it
     * compares a certificate with (cert-manager 1.21, pkg/util/pki/match.go), so changing them issues nothing.
     */
    private Optional<Improvement> unattendedRenewal() {
        ManagedCertificate anchor = snapshot.anchor();
        return anchor.resource()
                .filter(resource -> !resource.renewalDisabled() && !anchor.isRenewing())
                .flatMap(resource -> anchor.certificate()
                        .flatMap(certificate -> unattendedRenewal(anchor.ref(), resource, certificate)));
    }

    private Optional<Improvement> unattendedRenewal(
            ObjectRef ref, CertificateResource resource, Certificate certificate) {
        Instant due = certificate.notAfter().minus(manner.rotateBefore());
        Instant late = certificate.notAfter().minus(manner.lateRenewal());
        boolean comesFirst =
                resource.renewalTime().filter(renewal -> renewal.isBefore(due)).isPresent();
        boolean canDisable = found.programs().canDisableRenewal();
        // past that time the new renewBefore itself would make cert-manager renew at once
        boolean isSafe = canDisable || snapshot.now().isBefore(late);
        if (!comesFirst || !isSafe) {
            return Optional.empty();
        }
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.set(
                Durations.hours(resource.renewBefore()),
                TextNode.valueOf(Durations.hours(manner.lateRenewal())),
                "spec",
                "renewBefore"));
        if (canDisable) {
            ObjectNode disabled = JSON.objectNode().put("policy", CertificateResource.DISABLED);
            edits.add(Edit.set(
                    resource.renewal().isEmpty() ? Edit.UNSET : resource.renewal(), disabled, "spec", "renewal"));
        }
        return Optional.of(new Improvement.Fields(
                ref,
                resource.resourceVersion(),
                edits,
                "cert-manager would renew it by itself at "
                        + resource.renewalTime().map(Instant::toString).orElse("")
                        + ", when nobody restarts anything; Capstan rotates it from " + due + " on"));
    }

    private Optional<Improvement> rotationPolicy(ManagedCertificate managed) {
        return managed.resource()
                .filter(resource -> !resource.rotatesKey())
                .map(resource -> new Improvement.Fields(
                        managed.ref(),
                        resource.resourceVersion(),
                        List.of(Edit.set(
                                resource.rotationPolicy().isEmpty() ? Edit.UNSET : resource.rotationPolicy(),
                                TextNode.valueOf("Always"),
                                "spec",
                                "privateKey",
                                "rotationPolicy")),
                        "a renewal may keep the old key, and then rotates nothing; takes effect with the next one"));
    }

    private Optional<Improvement> privateKey() {
        PreviousAnchors previous = snapshot.previous();
        boolean isReadable = previous.content()
                .filter(pem -> pem.defect().isEmpty() && !pem.certificates().isEmpty())
                .isPresent();
        return previous.hasPrivateKey() && isReadable
                ? Optional.of(new Improvement.WithoutKey(
                        previous,
                        "it keeps a second copy of the private key of a CA that the mesh trusts, which nothing reads"))
                : Optional.empty();
    }

    private Optional<Improvement> sources() {
        TrustBundle bundle = snapshot.bundle();
        List<Edit> edits = new ArrayList<>();
        if (!bundle.hasSource(Role.ANCHOR)) {
            edits.add(source(snapshot.anchor().secretRef()));
        }
        if (!bundle.hasSource(Role.PREVIOUS)) {
            edits.add(source(slot()));
        }
        return bundle.resource()
                .filter(resource -> !edits.isEmpty())
                .map(resource -> new Improvement.Fields(
                        bundle.ref(),
                        "",
                        edits,
                        "without both sources, an anchor that is in use leaves the bundle when the anchor is renewed"));
    }

    /** What the blueprint has made, or found. */
    private ObjectRef slot() {
        ObjectRef secret = snapshot.previous().ref();
        ObjectRef configMap = new ObjectRef("ConfigMap", secret.namespace(), secret.name());
        return found.has(configMap) || !found.has(secret) ? configMap : secret;
    }

    private static Edit source(ObjectRef ref) {
        ObjectNode source = JSON.objectNode();
        source.putObject(ref.kind().equals("Secret") ? "secret" : "configMap")
                .put("name", ref.name())
                .put("key", Manifests.TLS_CRT);
        return Edit.add(source, "spec", "sources");
    }
}
