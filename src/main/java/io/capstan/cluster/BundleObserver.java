package io.capstan.cluster;

import io.capstan.cluster.BundleSpec.SourceSpec;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Fingerprint;
import io.capstan.pki.PemBundle;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustBundle.Source;
import io.capstan.trust.TrustBundle.Source.Role;
import io.capstan.trust.TrustBundle.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the Bundle, its sources, the previous slot, and the ConfigMap that comes of it. */
final class BundleObserver {
    private final Api api;
    private final Installation installation;

    BundleObserver(Api api, Installation installation) {
        this.api = api;
        this.installation = installation;
    }

    /** The Bundles of the cluster: the one that is ours, if there is one, and those that write the same ConfigMap. */
    record Seen(Optional<BundleSpec> bundle, List<ObjectRef> rivals) {
        /** The source that is the previous slot. */
        Optional<SourceSpec> previous(String name) {
            return bundle.stream()
                    .flatMap(spec -> spec.sources().stream())
                    .filter(source -> source.isNamed(name))
                    .findFirst();
        }
    }

    Seen bundles() {
        List<BundleSpec> bundles = new ArrayList<>();
        api.each(Resource.BUNDLE.everywhere(), Selection.ALL, bundle -> bundles.add(new BundleSpec(bundle)));
        Optional<BundleSpec> own = bundles.stream().filter(this::isOwn).findFirst();
        List<ObjectRef> rivals = bundles.stream()
                .filter(bundle -> !isOwn(bundle)
                        && bundle.writes().filter(installation.bundle()::equals).isPresent())
                .map(bundle -> Resource.BUNDLE.named("", bundle.object().name()).ref())
                .toList();
        return new Seen(own, rivals);
    }

    /** The slot that the Bundle names; where it names none, a Secret or ConfigMap of that name, which it may name one day. */
    PreviousAnchors previous(Seen seen) {
        return seen.previous(installation.previousAnchor()).map(this::slot).orElseGet(this::unnamedSlot);
    }

    private PreviousAnchors unnamedSlot() {
        PreviousAnchors configMap = slot(unnamed("ConfigMap"));
        if (!installation.readsSecrets()) {
            return configMap;
        }
        PreviousAnchors secret = slot(unnamed("Secret"));
        return configMap.exists() && !secret.exists() ? configMap : secret;
    }

    private SourceSpec unnamed(String kind) {
        return new SourceSpec(kind, installation.previousAnchor(), "tls.crt", Optional.empty());
    }

    private PreviousAnchors slot(SourceSpec slot) {
        ObjectRef ref = slot.ref(installation.trustNamespace());
        Optional<PreviousAnchors> found = slot.kind().equals("Secret")
                ? api.find(secret(slot), Sieve.SECRET, secret -> previousSecret(ref, slot.key(), secret))
                : api.find(configMap(slot), Sieve.OBJECT, configMap -> previousConfigMap(ref, slot.key(), configMap));
        return found.orElse(new PreviousAnchors(ref, slot.key(), "", Optional.empty(), false, "", ""));
    }

    /** @param anchor with {@code previous} already read: these two sources need no second reading */
    TrustBundle bundle(Seen seen, ManagedCertificate anchor, PreviousAnchors previous) {
        return new TrustBundle(
                Resource.BUNDLE.named("", installation.bundle()).ref(),
                seen.bundle()
                        .map(spec -> spec.resource(spec.sources().stream()
                                .map(source -> source(source, anchor, previous))
                                .toList())),
                writtenTarget().ref(),
                writtenNow(),
                seen.rivals());
    }

    /** Whether slot and ConfigMap hold what they held. */
    boolean isStill(PreviousAnchors previous, TrustBundle bundle) {
        SourceSpec slot =
                new SourceSpec(previous.ref().kind(), previous.ref().name(), previous.key(), Optional.empty());
        return slot(slot).content().equals(previous.content())
                && writtenNow().map(Written::sha256).equals(bundle.configMap().map(Written::sha256));
    }

    private Optional<Written> writtenNow() {
        return api.find(writtenTarget(), Sieve.OBJECT, BundleObserver::written);
    }

    private Source source(SourceSpec spec, ManagedCertificate anchor, PreviousAnchors previous) {
        ObjectRef ref = spec.ref(installation.trustNamespace());
        if (spec.isSecret(anchor.secretRef().name())) {
            boolean found = anchor.secret()
                    .map(secret -> secret.keys().contains(spec.key()))
                    .orElse(false);
            return new Source(ref, spec.key(), Role.ANCHOR, found, AnchorSet.empty());
        }
        if (ref.equals(previous.ref())) {
            return new Source(ref, spec.key(), Role.PREVIOUS, previous.content().isPresent(), AnchorSet.empty());
        }
        Optional<PemBundle> content = content(spec);
        return new Source(
                ref,
                spec.key(),
                Role.OTHER,
                content.isPresent(),
                content.map(PemBundle::anchors).orElse(AnchorSet.empty()));
    }

    /** Of sources that no name points to, such as those by label, only that they are there is known. */
    private Optional<PemBundle> content(SourceSpec spec) {
        if (spec.key().equals(SourceSpec.ALL_KEYS)) {
            return Optional.of(PemBundle.empty("is a whole object, which is not followed"));
        }
        return switch (spec.kind()) {
            case "Secret" ->
                api.find(secret(spec), Sieve.SECRET, secret -> new SecretContent(secret).entry(spec.key()))
                        .flatMap(entry -> entry);
            case "ConfigMap" ->
                api.find(configMap(spec), Sieve.OBJECT, configMap -> entry(configMap, spec.key()))
                        .flatMap(entry -> entry);
            default ->
                Optional.of(spec.inLine().map(PemBundle::parse).orElseGet(() -> PemBundle.empty("is not followed")));
        };
    }

    private static PreviousAnchors previousSecret(ObjectRef ref, String key, KubeObject secret) {
        SecretContent content = new SecretContent(secret);
        return new PreviousAnchors(
                ref,
                key,
                content.type(),
                content.entry(key),
                content.hasPrivateKey(),
                secret.uid(),
                secret.resourceVersion());
    }

    private static PreviousAnchors previousConfigMap(ObjectRef ref, String key, KubeObject configMap) {
        return new PreviousAnchors(
                ref, key, "", entry(configMap, key), false, configMap.uid(), configMap.resourceVersion());
    }

    private static Written written(KubeObject configMap) {
        String text = text(configMap, Installation.BUNDLE_KEY).orElse("");
        PemBundle pem = text(configMap, Installation.BUNDLE_KEY)
                .map(PemBundle::parse)
                .orElseGet(() -> PemBundle.empty("has no entry " + Installation.BUNDLE_KEY));
        String sha256 = Fingerprint.sha256(text.getBytes(StandardCharsets.UTF_8));
        return new Written(pem, sha256, configMap.changedAt(), configMap.managers());
    }

    private static Optional<PemBundle> entry(KubeObject configMap, String key) {
        return text(configMap, key).map(PemBundle::parse);
    }

    private static Optional<String> text(KubeObject configMap, String key) {
        return KubeObject.text(configMap.json().path("data").path(key));
    }

    private Target secret(SourceSpec spec) {
        if (!installation.readsSecrets()) {
            throw new ClusterException(spec.ref(installation.trustNamespace()) + " is a source of Bundle "
                    + installation.bundle() + ", and capstan.secrets is never: keep its certificates in a ConfigMap and"
                    + " name that in the Bundle (docs/without-secrets.md), or set capstan.secrets to read");
        }
        return Resource.SECRET.named(installation.trustNamespace(), spec.name());
    }

    private Target configMap(SourceSpec spec) {
        return Resource.CONFIG_MAP.named(installation.trustNamespace(), spec.name());
    }

    private Target writtenTarget() {
        return Resource.CONFIG_MAP.named(installation.linkerdNamespace(), installation.bundle());
    }

    private boolean isOwn(BundleSpec bundle) {
        return bundle.object().name().equals(installation.bundle());
    }
}
