package io.capstan.rotation;

import io.capstan.fixture.Authority;
import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The certificates of a {@link World}, each made once: those of {@link Pki}, and what cert-manager issues on the way. */
final class Authorities {
    private final Map<Instant, Authority> next = new ConcurrentHashMap<>();
    private final Map<Authority, Map<Instant, Certificate>> issuers = new ConcurrentHashMap<>();

    /** @param renewed when {@link Anchor#NEXT} was made */
    Certificate anchor(Anchor anchor, Instant renewed) {
        return authority(anchor, renewed).certificate();
    }

    Certificate issuer(Anchor by, Instant renewed, Instant notBefore) {
        return issuers.computeIfAbsent(authority(by, renewed), any -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        notBefore,
                        at -> authority(by, renewed)
                                .issuer("an issuer under " + by, at, Pki.ISSUER_LIFE)
                                .certificate());
    }

    private Authority authority(Anchor anchor, Instant renewed) {
        return switch (anchor) {
            case OLD -> Pki.OLD;
            case NEW -> Pki.NEW;
            case STRANGER -> Pki.OTHER;
            case NEXT -> next.computeIfAbsent(renewed, at -> Pki.anchor("the next anchor", at));
        };
    }
}
