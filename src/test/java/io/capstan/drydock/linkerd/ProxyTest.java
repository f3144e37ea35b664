package io.capstan.drydock.linkerd;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.pki.Authorities;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.Signer;
import io.capstan.drydock.pki.TrustAnchors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final IssuanceTerms A_DAY =
            new IssuanceTerms("cluster.local", Duration.ofHours(24), Duration.ofSeconds(20));

    private final Signer oldRoot = Authorities.root(START, Duration.ofDays(365));
    private final Signer newRoot = Authorities.root(START, Duration.ofDays(365));
    private final Proxy proxy =
            new Proxy("emojivoto/web", "web.emojivoto", new TrustAnchors(List.of(oldRoot.certificate())), true);

    @Test
    void renewsItsLeafAtSeventyPercentOfItsLife() {
        Instant next = proxy.turn(under(oldRoot), START);

        assertThat(Duration.between(START, next)).isEqualTo(Duration.ofSeconds((24 * 3600 + 20) * 7 / 10));
        Chain first = proxy.leaf().orElseThrow();

        proxy.turn(under(oldRoot), next.minusSeconds(1));
        assertThat(proxy.leaf()).contains(first);
        proxy.turn(under(oldRoot), next);
        assertThat(proxy.leaf()).isPresent().get().isNotEqualTo(first);
    }

    @Test
    void keepsItsOldLeafWhenTheNewOneDoesNotChainToItsOwnAnchors() {
        Instant next = proxy.turn(under(oldRoot), START);
        Chain first = proxy.leaf().orElseThrow();

        Instant again = proxy.turn(under(newRoot), next);

        assertThat(proxy.leaf()).contains(first);
        assertThat(proxy.failure()).hasValueSatisfying(why -> assertThat(why).contains("rejected"));
        // about 5 hours with leaves of 24
        assertThat(Duration.between(next, again)).isBetween(Duration.ofHours(5), Duration.ofMinutes(303));
    }

    @Test
    void servesItsLeafBeyondItsExpiryWhileItCannotGetAnother() {
        Instant next = proxy.turn(under(oldRoot), START);
        Chain first = proxy.leaf().orElseThrow();
        while (next.isBefore(START.plus(Duration.ofHours(25)))) {
            next = proxy.turn(nobody(), next);
        }

        assertThat(proxy.leaf()).contains(first);
        assertThat(first.outsideOfItsValidity(next)).isPresent();
        assertThat(proxy.turn(nobody(), next)).isEqualTo(next.plusSeconds(10));
    }

    @Test
    void asksEveryTenSecondsUntilItHasItsFirstLeaf() {
        assertThat(proxy.turn(nobody(), START)).isEqualTo(START.plusSeconds(10));
        assertThat(proxy.leaf()).isEmpty();
    }

    @Test
    void hasALeafThatNamesItAndEndsWithItsIssuerAtTheLatest() throws Exception {
        Signer almostOver = Authorities.issuer(oldRoot, START, Duration.ofHours(3));
        proxy.turn(from(almostOver), START);

        Chain leaf = proxy.leaf().orElseThrow();
        assertThat(leaf.first().getSubjectAlternativeNames()).containsExactly(List.of(2, "web.emojivoto"));
        assertThat(leaf.first().getNotBefore().toInstant()).isEqualTo(START.minusSeconds(20));
        assertThat(leaf.first().getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofHours(3)));
    }

    private static Proxy.CertificateSource under(Signer root) {
        return from(Authorities.issuer(root, START, Duration.ofDays(30)));
    }

    private static Proxy.CertificateSource from(Signer issuer) {
        LoadedIssuer loaded = new LoadedIssuer(Chain.of(issuer.certificate()), issuer);
        return (client, now) -> loaded.issue(client.dnsName(), client.publicKey(), A_DAY, now);
    }

    private static Proxy.CertificateSource nobody() {
        return (client, now) -> {
            throw new RefusedException("no identity replica is ready");
        };
    }
}
