package io.capstan.telemetry;

import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities of a PEM file, as what TLS trusts. */
final class CaFile {
    private CaFile() {}

    /** @throws UnansweredException if the file cannot be read or holds anything but certificates */
    static SSLContext context(Path file) throws UnansweredException {
        try {
            // Latin-1 takes any byte: what is no PEM is then said to be none, whatever its encoding
            PemBundle pem = PemBundle.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (pem.defect().isPresent()) {
                throw new UnansweredException(
                        "the CA file " + file + " " + pem.defect().orElseThrow()
                                + "; it must hold the PEM certificates that the server's is to chain to");
            }
            return context(pem);
        } catch (IOException e) {
            throw new UnansweredException("the CA file " + file + " cannot be read (" + Words.of(e) + ")", e);
        } catch (GeneralSecurityException e) {
            throw new UnansweredException("the CA file " + file + " cannot be used (" + Words.of(e) + ")", e);
        }
    }

    private static SSLContext context(PemBundle pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate ca : pem.anchors()) {
            trusted.setCertificateEntry(ca.fingerprint().hex(), ca.x509());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
