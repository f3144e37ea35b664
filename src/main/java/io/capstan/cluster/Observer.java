package io.capstan.cluster;

import static io.capstan.cluster.Concurrently.resultOf;

import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Installation;
import io.capstan.trust.Linkerd;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.Sharing;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads a {@link Snapshot} of the cluster. */
public final class Observer {
    private final Api api;
    private final Installation installation;

    public Observer(KubernetesClient client, Installation installation) {
        this.api = new Api(client);
        this.installation = installation;
    }

    /** @throws ClusterException if namespaces may not be listed, or the API server does not answer */
    public Set<String> namespaces() {
        return Namespaces.read(api).byName().keySet();
    }

    /**
     * Reads everything once. What does not exist is empty.
     *
     * @throws ClusterException if something may not be read, is not what it should be, or the API server does not answer
     */
    public Snapshot observe() {
        String linkerd = installation.linkerdNamespace();
        var anchorReader = CertificateObserver.ofAnchor(api, installation);
        var issuerReader = CertificateObserver.ofIssuer(api, installation);
        var controlPlaneReader = new ControlPlaneObserver(api, linkerd);
        var bundleReader = new BundleObserver(api, installation);
        var dataPlaneReader = new DataPlaneObserver(api, linkerd);

        try (Concurrently reads = new Concurrently()) {
            var namespaces = reads.start(() -> Namespaces.read(api));
            CompletableFuture<ManagedCertificate> anchor = reads.start(anchorReader::certificate);
            var bundles = reads.start(bundleReader::bundles);
            CompletableFuture<Sharing> sharing = reads.start(new SharingObserver(api)::sharing);
            var controlPlane = reads.start(() -> controlPlaneReader.controlPlane(resultOf(namespaces)));
            var pods = reads.start(() -> dataPlaneReader.pods(resultOf(namespaces)));
            CompletableFuture<Linkerd> config = reads.start(() -> new LinkerdObserver(api, linkerd)
                    .linkerd(resultOf(namespaces), resultOf(controlPlane).identityArguments()));
            CompletableFuture<InjectorHandout> injector = reads.start(() -> new InjectorProbe(api)
                    .ask(
                            resultOf(controlPlane).controlPlane(),
                            installation
                                    .probeNamespace()
                                    .or(() -> resultOf(pods).someNamespace())));

            // The control plane's pods come before what they may have loaded: a change in between makes a pod look too
            // old to be sure of, never too young.
            CompletableFuture<ManagedCertificate> issuer = reads.start(() -> {
                resultOf(controlPlane);
                return issuerReader.certificate();
            });
            CompletableFuture<PreviousAnchors> previous = reads.start(() -> bundleReader.previous(resultOf(bundles)));
            CompletableFuture<TrustBundle> bundle = reads.start(() -> {
                resultOf(controlPlane);
                return bundleReader.bundle(resultOf(bundles), resultOf(anchor), resultOf(previous));
            });
            var dataPlane = reads.start(
                    () -> dataPlaneReader.dataPlane(resultOf(pods), resultOf(namespaces), resultOf(bundle)));

            return reads.together(() -> new Snapshot(
                    resultOf(namespaces).now(),
                    resultOf(anchor),
                    resultOf(previous),
                    resultOf(bundle),
                    resultOf(issuer),
                    resultOf(config),
                    resultOf(controlPlane).controlPlane(),
                    resultOf(injector),
                    resultOf(dataPlane),
                    resultOf(sharing)));
        }
    }

    /**
     * Whether what trust rests on is still as it was {@code seen}: the anchor, the previous slot, the bundle and the issuer.
     * All of a large cluster takes so long to read that they may have changed before what they led to is done; these are
     * read in a moment.
     *
     * @throws ClusterException as {@link #observe} does
     */
    public boolean isStill(Snapshot seen) {
        return CertificateObserver.ofAnchor(api, installation).isStill(seen.anchor())
                && CertificateObserver.ofIssuer(api, installation).isStill(seen.issuer())
                && new BundleObserver(api, installation).isStill(seen.previous(), seen.bundle());
    }
}
