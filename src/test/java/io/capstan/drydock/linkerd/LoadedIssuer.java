package io.capstan.drydock.linkerd;

import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.Signer;
import io.capstan.drydock.pki.Wanted;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The issuer that an identity replica has in use. The serial numbers of its leaves start at 1 with each load. */
final class LoadedIssuer {
    private final Chain chain;
    private final Signer signer;
    private long serial;

    LoadedIssuer(Chain chain, Signer signer) {
        this.chain = chain;
        this.signer = signer;
    }

    Chain chain() {
        return chain;
    }

    String commonName() {
        return chain.first().getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }

    /** A leaf, valid from before now by the skew until after its lifetime by the skew, but never beyond its issuers. */
    Chain issue(String dnsName, PublicKey key, IssuanceTerms terms, Instant now) {
        Instant wanted = now.plus(terms.lifetime()).plus(terms.clockSkew());
        Instant notAfter = wanted.isBefore(chain.validTo()) ? wanted : chain.validTo();
        serial++;
        List<X509Certificate> shown = new ArrayList<>();
        shown.add(signer.sign(Wanted.leaf(dnsName, key, serial, now.minus(terms.clockSkew()), notAfter)));
        shown.addAll(chain.certificates());
        return new Chain(shown);
    }
}
