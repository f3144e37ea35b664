package io.capstan.drydock.certmanager;

import io.capstan.drydock.Program;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Issues and renews Certificates, as cert-manager 1.21 does: a Certificate is issued while its condition {@code
 * Issuing} is true, whether a person has set it (as {@code cmctl renew} does) or the time or a change of the spec; its
 * condition {@code Ready} does not flip meanwhile. An issue takes about 0.4 s.
 */
public final class CertManager implements Program {
    private static final String CLUSTER_RESOURCES = "cert-manager";
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration START_UP = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Authority authority;
    private final IssuerReadiness issuers;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private volatile boolean stopped;

    /** An issue under way; the key is what the real one keeps in a temporary Secret. */
    private record Attempt(Instant since, KeyPair key) {}

    public CertManager(KubernetesClient client) {
        this.client = client;
        this.authority = new Authority(client, CLUSTER_RESOURCES);
        this.issuers = new IssuerReadiness(client, CLUSTER_RESOURCES);
    }

    /** Lets everything stand as it is, as if its Deployment were scaled to zero. */
    public void stop() {
        stopped = true;
    }

    public void start() {
        stopped = false;
    }

    @Override
    public Instant turn(Instant now) {
        if (stopped) {
            // nothing in the cluster changes when it is started again
            return now.plus(START_UP);
        }
        try {
            issuers.turn(now);
            var certificates = client.genericKubernetesResources(Kinds.CERTIFICATE)
                    .inAnyNamespace()
                    .list()
                    .getItems();
            Requests requests = Requests.in(client);
            Instant next = NEVER;
            for (GenericKubernetesResource certificate : certificates) {
                Instant wanted = look(certificate, requests, now);
                next = wanted.isBefore(next) ? wanted : next;
            }
            return next;
        } catch (KubernetesClientException e) {
            return now.plus(RETRY);
        }
    }

    private Instant look(GenericKubernetesResource certificate, Requests requests, Instant now) {
        try {
            CertificateSpec spec = CertificateSpec.of(certificate);
            return Condition.holds(certificate, "Issuing")
                    ? goOn(certificate, spec, requests, now)
                    : watch(certificate, spec, requests, now);
        } catch (KubernetesClientException e) {
            // somebody else was faster, or the API server is away: look again
            return now.plus(RETRY);
        }
    }

    private Instant watch(GenericKubernetesResource certificate, CertificateSpec spec, Requests requests, Instant now) {
        attempts.remove(certificate.getMetadata().getUid());
        Optional<Secret> secret = secret(certificate, spec);
        Reissue.Input input = new Reissue.Input(spec, secret, requests.of(certificate, revision(certificate)), now);
        Optional<Reissue> due = Reissue.due(input);
        Map<String, Object> status = Fields.status(certificate);
        long generation = certificate.getMetadata().getGeneration();
        readiness(Reissue.notReady(input)).putInto(status, now, generation);
        times(status, spec, secret);
        due.ifPresent(reissue ->
                new Condition("Issuing", true, reissue.reason(), reissue.message()).putInto(status, now, generation));
        if (!status.equals(Fields.status(certificate))) {
            write(certificate, status);
        }
        if (due.isPresent()) {
            begin(certificate, spec, secret, now);
            return now.plus(STEP);
        }
        return Stream.of("renewalTime", "notAfter")
                .map(status::get)
                .filter(Objects::nonNull)
                .map(time -> Instant.parse(time.toString()))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(NEVER);
    }

    private Instant goOn(GenericKubernetesResource certificate, CertificateSpec spec, Requests requests, Instant now) {
        Optional<Secret> secret = secret(certificate, spec);
        int revision = revision(certificate) + 1;
        Optional<GenericKubernetesResource> request = requests.of(certificate, revision);
        Attempt known = attempts.get(certificate.getMetadata().getUid());
        if (known == null || request.filter(old -> !Requests.asksFor(old, spec)).isPresent()) {
            request.ifPresent(requests::delete);
            begin(certificate, spec, secret, now);
            return now.plus(STEP);
        }
        Instant requestDue = known.since().plus(STEP);
        if (now.isBefore(requestDue)) {
            return requestDue;
        }
        if (request.isEmpty()) {
            requests.create(certificate, revision, spec, known.key(), now);
            return requestDue.plus(STEP);
        }
        Instant signatureDue = requestDue.plus(STEP);
        if (now.isBefore(signatureDue)) {
            return signatureDue;
        }
        try {
            Issued issued = authority.sign(certificate.getMetadata().getNamespace(), spec, known.key(), now);
            requests.issued(request.get(), issued, now);
            Secret written = write(certificate, spec, secret, known.key(), issued);
            finish(certificate, spec, written, revision, now);
            requests.keepNewest(certificate, spec.revisionHistoryLimit());
            return NEVER;
        } catch (Authority.NotReady e) {
            requests.pending(request.get(), e.reason(), now);
            return NEVER;
        }
    }

    private void begin(
            GenericKubernetesResource certificate, CertificateSpec spec, Optional<Secret> secret, Instant now) {
        attempts.put(certificate.getMetadata().getUid(), new Attempt(now, key(spec, secret)));
    }

    private static KeyPair key(CertificateSpec spec, Optional<Secret> secret) {
        if (spec.keepsItsKey() && secret.isPresent()) {
            try {
                return IssuedSecret.of(secret.get()).keyPair();
            } catch (IllegalArgumentException e) {
                // nothing to keep
            }
        }
        return spec.newKeyPair();
    }

    private void finish(
            GenericKubernetesResource certificate, CertificateSpec spec, Secret written, int revision, Instant now) {
        Map<String, Object> status = Fields.status(certificate);
        status.put("revision", revision);
        Condition.remove(status, "Issuing");
        readiness(Optional.empty())
                .putInto(status, now, certificate.getMetadata().getGeneration());
        times(status, spec, Optional.of(written));
        write(certificate, status);
        attempts.remove(certificate.getMetadata().getUid());
    }

    private static Condition readiness(Optional<Reissue> problem) {
        return problem.map(reissue -> new Condition("Ready", false, reissue.reason(), reissue.message()))
                .orElseGet(
                        () -> new Condition("Ready", true, "Ready", "Certificate is up to date and has not expired"));
    }

    /** Writes down the times of the certificate in the Secret, as far as there is one. */
    private static void times(Map<String, Object> status, CertificateSpec spec, Optional<Secret> secret) {
        status.remove("renewalTime");
        if (secret.isEmpty()) {
            return;
        }
        try {
            var certificate = IssuedSecret.of(secret.get()).certificate();
            Instant notBefore = certificate.getNotBefore().toInstant();
            Instant notAfter = certificate.getNotAfter().toInstant();
            status.put("notBefore", notBefore.toString());
            status.put("notAfter", notAfter.toString());
            spec.renewalTime(notBefore, notAfter).ifPresent(time -> status.put("renewalTime", time.toString()));
        } catch (IllegalArgumentException e) {
            // garbage has no times; the condition Ready says what is wrong
        }
    }

    private Optional<Secret> secret(GenericKubernetesResource certificate, CertificateSpec spec) {
        return Optional.ofNullable(client.secrets()
                .inNamespace(certificate.getMetadata().getNamespace())
                .withName(spec.secretName())
                .get());
    }

    private Secret write(
            GenericKubernetesResource certificate,
            CertificateSpec spec,
            Optional<Secret> present,
            KeyPair key,
            Issued issued) {
        Secret secret = present.map(SecretBuilder::new)
                .orElseGet(() -> new SecretBuilder()
                        .withType("kubernetes.io/tls")
                        .withNewMetadata()
                        .withName(spec.secretName())
                        .withNamespace(certificate.getMetadata().getNamespace())
                        .endMetadata())
                .editMetadata()
                .addToLabels("controller.cert-manager.io/fao", "true")
                .addToAnnotations("cert-manager.io/alt-names", "")
                .addToAnnotations("cert-manager.io/ip-sans", "")
                .addToAnnotations("cert-manager.io/uri-sans", "")
                .addToAnnotations(
                        "cert-manager.io/certificate-name",
                        certificate.getMetadata().getName())
                .addToAnnotations("cert-manager.io/common-name", spec.commonName())
                .addToAnnotations("cert-manager.io/issuer-name", spec.issuer().name())
                .addToAnnotations("cert-manager.io/issuer-kind", spec.issuer().kind())
                .addToAnnotations("cert-manager.io/issuer-group", spec.issuer().group())
                .endMetadata()
                .addToData("tls.crt", base64(Pem.of(issued.chain())))
                .addToData("tls.key", base64(Pem.of(key.getPrivate())))
                .addToData("ca.crt", base64(Pem.of(issued.ca())))
                .build();
        var resource = client.secrets()
                .inNamespace(certificate.getMetadata().getNamespace())
                .resource(secret);
        return present.isPresent() ? resource.update() : resource.create();
    }

    private void write(GenericKubernetesResource certificate, Map<String, Object> status) {
        Fields.setStatus(certificate, status);
        client.genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(certificate.getMetadata().getNamespace())
                .resource(certificate)
                .updateStatus();
    }

    private static int revision(GenericKubernetesResource certificate) {
        return Fields.number(certificate, 0, "status", "revision");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Set<String> watched() {
        return Set.of("certificates", "certificaterequests", "issuers", "clusterissuers", "secrets");
    }

    @Override
    public String toString() {
        return "cert-manager";
    }
}
