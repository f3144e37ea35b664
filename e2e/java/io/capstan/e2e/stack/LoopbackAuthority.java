package io.capstan.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The cluster's own certificate authority: for the API server, its clients and its webhooks, all on loopback. */
public final class LoopbackAuthority {
    private static final X500Name NAME = new X500Name("CN=capstan-e2e");
    private static final Duration LIFE = Duration.ofDays(2);

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate = certify(NAME, keys.getPublic(), true);

    /** A certificate with its key. */
    public record Identity(X509Certificate certificate, KeyPair keys) {

        /** Writes {@code tls.crt} and {@code tls.key}. */
        Path writeTo(Path directory) {
            write(directory.resolve("tls.crt"), certificatePem());
            write(directory.resolve("tls.key"), keyPem());
            return directory;
        }

        /** For a server in this JVM that shows this certificate. */
        public SSLContext serverContext() {
            char[] password = {};
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, password);
                store.setKeyEntry("tls", keys.getPrivate(), password, new Certificate[] {certificate});
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, password);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("cannot serve with " + certificate.getSubjectX500Principal(), e);
            }
        }

        String certificatePem() {
            return pem(certificate);
        }

        String keyPem() {
            return block("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    /** A server of 127.0.0.1 and localhost, or a client; Kubernetes reads a client's name and groups from CN and O. */
    public Identity identity(String distinguishedName) {
        KeyPair own = newKeys();
        return new Identity(certify(new X500Name(distinguishedName), own.getPublic(), false), own);
    }

    public String certificatePem() {
        return pem(certificate);
    }

    /** As webhook configurations and kubeconfig files want it. */
    public String certificateBase64() {
        return Base64.getEncoder()
                .encodeToString(certificatePem().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** RSA, because the Kubernetes client of the tests takes any key in PKCS#8 for one. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }

    static String publicKeyPem(PublicKey key) {
        return block("PUBLIC KEY", key.getEncoded());
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate certify(X500Name subject, PublicKey key, boolean authority) {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    new BigInteger(127, new SecureRandom()),
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plus(LIFE)),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.dNSName, "localhost")
                }));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot certify " + subject, e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String block(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
