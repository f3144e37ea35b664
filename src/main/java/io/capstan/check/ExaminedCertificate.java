package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A certificate that a check has looked at.
 *
 * @param object where it is kept; {@code key} is the entry
 */
public record ExaminedCertificate(Role role, ObjectRef object, String key, Certificate certificate) {
    /** What the object is for. */
    public enum Role {
        ANCHOR,
        PREVIOUS,
        ISSUER,
        BUNDLE;

        /** As people and programs write it: {@code anchor}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Every certificate of the trust set-up, in the order in which the Linkerd documentation inspects them. */
    public static List<ExaminedCertificate> of(Snapshot snapshot) {
        return Stream.of(
                        of(Role.ANCHOR, snapshot.anchor()),
                        of(
                                Role.PREVIOUS,
                                snapshot.previous().ref(),
                                snapshot.previous().key(),
                                snapshot.previous().content()),
                        of(Role.ISSUER, snapshot.issuer()),
                        of(
                                Role.BUNDLE,
                                snapshot.bundle().configMapRef(),
                                Installation.BUNDLE_KEY,
                                snapshot.bundle().configMap().map(written -> written.pem())))
                .flatMap(all -> all)
                .toList();
    }

    private static Stream<ExaminedCertificate> of(Role role, ManagedCertificate managed) {
        return Stream.concat(
                of(role, managed.secretRef(), "tls.crt", managed.secret().map(CredentialSecret::tlsCrt)),
                of(role, managed.secretRef(), "ca.crt", managed.secret().flatMap(CredentialSecret::caCrt)));
    }

    private static Stream<ExaminedCertificate> of(
            Role role, ObjectRef object, String key, Optional<PemBundle> content) {
        return content.stream()
                .flatMap(pem -> pem.certificates().stream())
                .map(certificate -> new ExaminedCertificate(role, object, key, certificate));
    }
}
