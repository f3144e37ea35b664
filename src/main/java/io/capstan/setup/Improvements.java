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
                        found.snapshot().bundle().configMap().isPresent()
                                ? improvements.label()
                                : Optional.<Improvement>empty(),
                        improvements.unattendedRenewal(),
                        improvements.rotationPolicy(found.snapshot().anchor()),
                        improvements.rotationPolicy(found.snapshot().issuer()),
                        improvements.privateKey(),
                        improvements.sources())
                .flatMap(Optional::stream)
                .toList();
    }

    /** The label where nothing works without it: trust-manager has nowhere to write the bundle. */
    static Optional<Improvement> neededLabel(Found found, Manner manner) {
        return found.snapshot().bundle().configMap().isPresent()
                ? Optional.empty()
                : new Improvements(found, manner).label();
    }

    /** The Bundle's sources alone: without the anchor among them, waiting for it is in vain. */
    static Optional<Improvement> sources(Found found, Manner manner) {
        return new Improvements(found, manner).sources();
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
        Instant due = certificate.notAfter().minus(manner.policy().rotateBefore());
        Instant late = certificate.notAfter().minus(manner.policy().lateRenewal());
        boolean comesFirst =
                resource.renewalTime().filter(renewal -> renewal.isBefore(due)).isPresent();
        boolean canDisable = found.programs().canDisableRenewal();
        // past that time the new renewBefore itself would make cert-manager renew at once
        boolean isSafe = canDisable || snapshot.now().isBefore(late);
        if (!comesFirst || !isSafe) {
            return Optional.empty();
        }
        Edit edit = canDisable
                ? Edit.set(
                        resource.renewal().isEmpty() ? Edit.UNSET : resource.renewal(),
                        JSON.objectNode().put("policy", CertificateResource.DISABLED),
                        "spec",
                        "renewal")
                : Edit.set(
                        Durations.hours(resource.renewBefore()),
                        TextNode.valueOf(Durations.hours(manner.policy().lateRenewal())),
                        "spec",
                        "renewBefore");
        return Optional.of(new Improvement.Fields(
                ref,
                resource.resourceVersion(),
                List.of(edit),
                "cert-manager would renew it by itself at "
                        + resource.renewalTime().map(Instant::toString).orElse("")
                        + ", when nobody restarts anything; Capstan rotates it from " + due + " on"
                        + (canDisable
                                ? ". Disabled is never, not even at expiry: have Capstan installed, and the alerts for its absence"
                                : "")));
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
        return previous.hasPrivateKey() && isReadable(previous)
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
        if (!bundle.hasSource(Role.PREVIOUS) && isFit(snapshot.previous())) {
            edits.add(source(slot(snapshot.previous())));
        }
        return bundle.resource()
                .filter(resource -> !edits.isEmpty())
                .map(resource -> new Improvement.Fields(
                        bundle.ref(),
                        "",
                        edits,
                        "without both sources, an anchor that is in use leaves the bundle when the anchor is renewed"));
    }

    /**
     * Whether a slot may become a source: not if trust-manager could not read it, nor if it holds an anchor that the mesh no
     * longer trusts. One that is yet to be made will do.
     */
    private boolean isFit(PreviousAnchors slot) {
        return !slot.exists() || (isReadable(slot) && found.trusted().containsAll(slot.anchors()));
    }

    /** The one that there is, or the one that will be made. */
    private static ObjectRef slot(PreviousAnchors previous) {
        ObjectRef ref = previous.ref();
        return previous.exists() ? ref : new ObjectRef(BundleManifests.CONFIG_MAP, ref.namespace(), ref.name());
    }

    private static boolean isReadable(PreviousAnchors slot) {
        return slot.content()
                .filter(pem -> pem.defect().isEmpty() && !pem.certificates().isEmpty())
                .isPresent();
    }

    private static Edit source(ObjectRef ref) {
        ObjectNode source = JSON.objectNode();
        source.putObject(ref.kind().equals("Secret") ? "secret" : "configMap")
                .put("name", ref.name())
                .put("key", BundleManifests.TLS_CRT);
        return Edit.add(source, "spec", "sources");
    }
}
