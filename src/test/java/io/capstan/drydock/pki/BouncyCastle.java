package io.capstan.drydock.pki;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jcajce.provider.asymmetric.ec.SignatureSpi;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.DigestSignatureSpi;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Several times as quick with P-256 as JDK 17 itself, and keys and signatures are much of what a mesh does. */
final class BouncyCastle {
    /** Not registered: the product goes on with what the JDK has. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    /** The name of its verifying alone, registered, since the JDK's PKIX validation takes no provider but by its name. */
    static final String VERIFYING = registered(new Verifying());

    private BouncyCastle() {}

    /** Last of all, so that whoever asks for no provider by name does not get this one. */
    private static String registered(Provider provider) {
        Security.addProvider(provider);
        return provider.getName();
    }

    private static final class Verifying extends Provider {
        private static final long serialVersionUID = 1L;

        private Verifying() {
            super("drydock", "1", "the two kinds of signature that cert-manager makes");
            put("Signature.SHA256withECDSA", SignatureSpi.ecDSA256.class.getName());
            put("Signature.SHA256withRSA", DigestSignatureSpi.SHA256.class.getName());
        }
    }
}
