package io.capstan.pki;

import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Names in the order in which they are encoded and with ", " between, as the {@code step} CLI prints them. */
final class DistinguishedName {
    /** Beyond the keywords of RFC 2253, which the JDK writes by itself. */
    private static final Map<String, String> KEYWORDS =
            Map.of("2.5.4.5", "SERIALNUMBER", "2.5.4.17", "PostalCode", "1.2.840.113549.1.9.1", "E");

    private DistinguishedName() {}

    static String text(X500Principal principal) {
        // RFC 2253 turns the order round; taken one by one, its parts stay where they are
        return Der.of(principal.getEncoded()).elements().stream()
                .map(part -> new X500Principal(part.inSequence().encoded()))
                .map(part -> part.getName(X500Principal.RFC2253, KEYWORDS))
                .collect(Collectors.joining(", "));
    }
}
