package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinguishedNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CN=root.linkerd.cluster.local",
                "C=CH,ST=Zürich,L=Zürich,O=Example\\, Inc.,OU=Mesh,CN=root",
                "O=one,OU=first,OU=second,CN=root",
                "DC=cluster,DC=local,CN=identity+SERIALNUMBER=7,E=ops@example.org,UID=x",
                "CN=\\\"quoted\\\" \\+ \\<rest\\>\\;,PostalCode=8000,STREET=Quay 1",
            })
    void readsInTheOrderOfItsEncodingAsBouncyCastleWritesIt(String name) throws IOException {
        X500Name parsed = new X500Name(name);
        String expected = Arrays.stream(parsed.getRDNs())
                .map(part -> BCStyle.INSTANCE.toString(new X500Name(new RDN[] {part})))
                .collect(Collectors.joining(", "));

        assertThat(DistinguishedName.text(new X500Principal(parsed.getEncoded())))
                .isEqualTo(expected);
    }
}
