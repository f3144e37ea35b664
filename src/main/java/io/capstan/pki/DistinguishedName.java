package io.capstan.pki;

import java.util.Arrays;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Names in the order in which they are encoded and with ", " between, as the {@code step} CLI prints them. */
final class DistinguishedName {
    private DistinguishedName() {}

    static String text(X500Principal principal) {
        try {
            return Arrays.stream(X500Name.getInstance(principal.getEncoded()).getRDNs())
                    .map(rdn -> BCStyle.INSTANCE.toString(new X500Name(new org.bouncycastle.asn1.x500.RDN[] {rdn})))
                    .collect(Collectors.joining(", "));
        } catch (IllegalArgumentException e) {
            // a string that is not of the type that it says, which the JDK lets pass
            return principal.getName();
        }
    }
}
