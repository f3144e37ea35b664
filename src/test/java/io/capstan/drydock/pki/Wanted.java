package io.capstan.drydock.pki;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** What a certificate shall say, before anybody has signed it. An empty {@code dnsName} means none. */
public record Wanted(
        X500Name subject,
        PublicKey publicKey,
        boolean isCa,
        String dnsName,
        BigInteger serial,
        Instant notBefore,
        Instant notAfter) {

    public Wanted {
        // X.509 knows whole seconds only
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    }

    /** An authority of this common name, with a random serial number. */
    public static Wanted authority(String commonName, PublicKey key, Instant notBefore, Instant notAfter) {
        return new Wanted(commonName(commonName), key, true, "", randomSerial(), notBefore, notAfter);
    }

    /** A workload's certificate, which names it both ways, as Linkerd's identity signs it. */
    public static Wanted leaf(String dnsName, PublicKey key, long serial, Instant notBefore, Instant notAfter) {
        return new Wanted(commonName(dnsName), key, false, dnsName, BigInteger.valueOf(serial), notBefore, notAfter);
    }

    public static X500Name commonName(String commonName) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        if (!commonName.isEmpty()) {
            builder.addRDN(BCStyle.CN, commonName);
        }
        return builder.build();
    }

    public static BigInteger randomSerial() {
        return new BigInteger(127, new SecureRandom());
    }
}
