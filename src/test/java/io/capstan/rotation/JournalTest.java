package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Role;
import io.capstan.rotation.Journal.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Instant FIRST = Pki.NOW;
    private static final Instant SECOND = FIRST.plusSeconds(60);
    private static final Instant THIRD = SECOND.plusSeconds(60);

    private final Journal journal =
            Journal.EMPTY.withSeen(Phase.STEADY, OLD, FIRST).withSeen(Phase.DISTRIBUTING, NEW, SECOND);

    @Test
    void tellsWhenAPhaseWasFirstSeenUnderAnAnchor() {
        Journal again = journal.withSeen(Phase.BROKEN, NEW, THIRD).withSeen(Phase.DISTRIBUTING, NEW, THIRD);
        assertThat(again.firstSeen(Phase.DISTRIBUTING, NEW)).contains(SECOND);
        assertThat(again.firstSeen(Phase.DISTRIBUTING, OLD)).isEmpty();
        assertThat(again.firstSeen(Phase.RETIRING, NEW)).isEmpty();
    }

    @Test
    void tellsSinceWhenAPhaseStandsOnlyOfTheLast() {
        assertThat(journal.standsSince(Phase.DISTRIBUTING, NEW)).contains(SECOND);
        assertThat(journal.standsSince(Phase.STEADY, OLD)).isEmpty();
    }

    @Test
    void tellsThePhaseThatWasNotedLast() {
        assertThat(journal.lastPhase()).contains(Phase.DISTRIBUTING);
        assertThat(Journal.EMPTY.lastPhase()).isEmpty();
    }

    @Test
    void notesThatEveryReplicaIssuesUnderTheAnchorOnce() {
        Journal converged = journal.withConverged(NEW, THIRD);
        assertThat(converged.firstSeen(Phase.CONVERGING, NEW)).contains(THIRD);
        Journal later = converged.withSeen(Phase.RETIRING, NEW, THIRD.plusSeconds(1));
        assertThat(later.withConverged(NEW, THIRD.plusSeconds(2))).isSameAs(later);
    }

    /** As where another controller fights trust-manager: two phases take turns for weeks, under one anchor or several. */
    @Property(tries = 100)
    void staysSmallHoweverOftenPhasesTakeTurns(
            @ForAll @Size(min = 1, max = 700) List<Phase> phases,
            @ForAll @IntRange(min = 1, max = 6) int anchors,
            @ForAll @IntRange(min = 1, max = 150) int standing) {
        List<Certificate> certificates =
                List.of(OLD, NEW, Pki.OTHER.certificate(), Pki.ISSUER_OLD.certificate(), Pki.ISSUER_NEW.certificate());
        Journal noted = Journal.EMPTY;
        Map<String, Instant> first = new HashMap<>();
        for (int i = 0; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            Certificate anchor = certificates.get(i / standing % anchors % certificates.size());
            Instant at = FIRST.plusSeconds(i);
            Optional<Instant> standsSince = noted.standsSince(phase, anchor);
            noted = noted.withSeen(phase, anchor, at);
            first.putIfAbsent(phase + anchor.fingerprint().hex(), at);

            assertThat(noted.seen()).hasSizeLessThanOrEqualTo(200).isSortedAccordingTo(Comparator.comparing(Seen::at));
            assertThat(noted.standsSince(phase, anchor)).contains(standsSince.orElse(at));
            assertThat(noted.lastPhase()).contains(phase);
            assertThat(noted.firstSeen(phase, anchor))
                    .contains(first.get(phase + anchor.fingerprint().hex()));
        }
        assertThat(noted.seen().get(0).at()).isEqualTo(FIRST);
    }

    @Test
    void whatWasNotedTooOftenBeforeIsCutDown() {
        List<Seen> many = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            many.add(new Seen(
                    i % 2 == 0 ? Phase.SPREADING : Phase.DISTRIBUTING,
                    NEW.fingerprint().abbreviated(),
                    FIRST.plusSeconds(i)));
        }
        Journal full = new Journal(many, List.of(), List.of(), List.of());
        Journal cut = full.withSeen(Phase.SPREADING, NEW, FIRST.plusSeconds(8000));

        assertThat(cut.seen()).hasSize(200).startsWith(many.get(0), many.get(1));
        assertThat(cut.seen().subList(2, 199)).isEqualTo(many.subList(8000 - 197, 8000));
    }

    /** Were each renewed anchor's phases kept, somebody who renews it every hour would fill the journal all the same. */
    @Test
    void ofManyAnchorsTheOldestAreForgottenButNotThePresentOne() {
        List<Seen> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new Seen(Phase.SPREADING, "anchor-" + i, FIRST.plusSeconds(i)));
        }
        Journal cut = new Journal(many, List.of(), List.of(), List.of()).withSeen(Phase.SPREADING, NEW, THIRD);

        assertThat(cut.seen().subList(0, 199)).isEqualTo(many.subList(1, 200));
        assertThat(cut.firstSeen(Phase.SPREADING, NEW)).contains(THIRD);
    }

    @Test
    void amongThemThePresentOneIsNotForgottenThoughItWasThereBeforeAllOthers() {
        List<Seen> many = new ArrayList<>();
        many.add(new Seen(Phase.RENEWING, NEW.fingerprint().abbreviated(), FIRST));
        for (int i = 1; i < 200; i++) {
            many.add(new Seen(Phase.SPREADING, "anchor-" + i, FIRST.plusSeconds(i)));
        }
        Journal cut = new Journal(many, List.of(), List.of(), List.of()).withSeen(Phase.SPREADING, NEW, THIRD);

        assertThat(cut.firstSeen(Phase.RENEWING, NEW)).contains(FIRST);
        assertThat(cut.seen()).hasSize(200).doesNotContain(many.get(1));
    }

    @Test
    void remembersAnchorsAndTakesNoIssuerForOne() {
        Journal noted = journal.withCertificate(Role.ISSUER, OLD, FIRST).withCertificate(Role.ANCHOR, NEW, SECOND);
        assertThat(noted.sawAnchor(NEW)).isTrue();
        assertThat(noted.sawAnchor(OLD)).isFalse();
        assertThat(noted.sawAnchor(Pki.OTHER.certificate())).isFalse();
    }

    @Test
    void keepsTheProofsOfOtherSteps() {
        Proof renewal = new Proof("trust before use", "renew the identity issuer", "all have it", FIRST);
        Proof restart = new Proof("trust before use", "restart identity", "all have it", SECOND);
        Proof retirement = new Proof("use before distrust", "restart identity", "none is in use", THIRD);
        assertThat(journal.withProof(renewal)
                        .withProof(restart)
                        .withProof(retirement)
                        .proofs())
                .containsExactly(renewal, restart, retirement);
    }
}
