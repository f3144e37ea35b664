package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Role;
import java.time.Instant;
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
