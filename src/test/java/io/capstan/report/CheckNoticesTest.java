package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.check.Checkup;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a check says beside the objects that it has looked at. */
class CheckNoticesTest {
    private static final Instant ANCHOR_ENDS = Pki.OLD.certificate().notAfter();
    private static final Instant ISSUER_RENEWS = Pki.ISSUED.plus(Duration.ofHours(23));

    @Test
    void saysNothingOfAClusterThatIsWell() {
        assertThat(notices(Snapshots.steady())).isEmpty();
    }

    @Test
    void saysTheSameOfAnAnchorThatExpiresHoweverMuchTimeIsLeft() {
        Notice notice = only(NoticeReason.ANCHOR_EXPIRING, Snapshots.steady().now(before(ANCHOR_ENDS, 40)));

        assertThat(notice.note())
                .isEqualTo("the trust anchor " + name(Pki.OLD.certificate()) + " expires at " + ANCHOR_ENDS
                        + ": a rotation is due; capstan plan, then capstan rotate");
        assertThat(notice.regarding().ref()).hasToString("Certificate cert-manager/linkerd-trust-anchor");
        assertThat(notice.regarding().apiVersion()).isEqualTo("cert-manager.io/v1");
        assertThat(notice.regarding().uid()).isEqualTo("uid-of-linkerd-trust-anchor");
        assertThat(only(NoticeReason.ANCHOR_EXPIRING, Snapshots.steady().now(before(ANCHOR_ENDS, 39))))
                .isEqualTo(notice);
    }

    @Test
    void saysAnotherThingOfAnAnchorThatExpiresVerySoonAndOfOneThatHasExpired() {
        assertThat(only(NoticeReason.ANCHOR_EXPIRING, Snapshots.steady().now(before(ANCHOR_ENDS, 3)))
                        .note())
                .contains(" expires at " + ANCHOR_ENDS + ", very soon")
                .contains("mTLS fails");
        assertThat(only(NoticeReason.ANCHOR_EXPIRING, Snapshots.steady().now(ANCHOR_ENDS))
                        .note())
                .contains(" expired at " + ANCHOR_ENDS);
    }

    @Test
    void standsBesideTheSecretWhereNoCertificateKeepsTheAnchor() {
        Notice notice = only(
                NoticeReason.ANCHOR_EXPIRING,
                Snapshots.steady().anchor(a -> a.noResource()).now(before(ANCHOR_ENDS, 40)));

        assertThat(notice.regarding().ref()).hasToString("Secret cert-manager/linkerd-trust-anchor");
        assertThat(notice.regarding().apiVersion()).isEqualTo("v1");
        assertThat(notice.note()).endsWith("; replace it where its key is kept");
    }

    @Test
    void anIssuerOfTwoDaysIsNotExpiringBeforeItsRenewalIsOverdue() {
        assertThat(said(NoticeReason.ISSUER_EXPIRING, Snapshots.steady().now(ISSUER_RENEWS.minusSeconds(1))))
                .isEmpty();
        assertThat(said(NoticeReason.ISSUER_EXPIRING, Snapshots.steady().now(ISSUER_RENEWS.plusSeconds(60))))
                .isEmpty();
        assertThat(said(
                        NoticeReason.ISSUER_EXPIRING,
                        Snapshots.steady().issuer(i -> i.issuing(ISSUER_RENEWS)).now(ISSUER_RENEWS.plusSeconds(100))))
                .isEmpty();
    }

    @Test
    void anIssuerWhoseRenewalIsOverdueIsExpiring() {
        Notice notice = only(NoticeReason.ISSUER_EXPIRING, Snapshots.steady().now(ISSUER_RENEWS.plusSeconds(3600)));

        assertThat(notice.note())
                .startsWith("the identity issuer " + name(Pki.ISSUER_OLD.certificate()) + " expires at "
                        + Pki.ISSUER_OLD.certificate().notAfter() + ", and its renewal is overdue since "
                        + ISSUER_RENEWS + "; cmctl renew -n linkerd linkerd-identity-issuer");
        assertThat(notice.regarding().ref()).hasToString("Certificate linkerd/linkerd-identity-issuer");
        assertThat(notice.regarding().uid()).isEqualTo("uid-of-linkerd-identity-issuer");
    }

    @Test
    void anIssuerThatNobodyRenewsIsExpiringInItsLastQuarter() {
        Snapshots disabled = Snapshots.steady().issuer(i -> i.renewalDisabled());

        assertThat(said(NoticeReason.ISSUER_EXPIRING, disabled.now(Pki.ISSUED.plus(Duration.ofHours(35)))))
                .isEmpty();
        assertThat(only(NoticeReason.ISSUER_EXPIRING, disabled.now(Pki.ISSUED.plus(Duration.ofHours(37))))
                        .note())
                .contains(", and cert-manager does not renew it by itself; ");
    }

    @Test
    void anAnchorThatWasReplacedWhileNobodyAskedForARotationIsToldUntilSomebodyDoes() {
        Notice notice = only(NoticeReason.ANCHOR_RENEWED_UNATTENDED, Snapshots.renewed());

        assertThat(notice.note())
                .startsWith("the trust anchor was replaced without a rotation: it is " + name(Pki.NEW.certificate())
                        + ", made at " + Pki.RENEWED + ", after " + name(Pki.OLD.certificate()) + "; ")
                .endsWith("capstan rotate --now goes on from here");
        assertThat(Notices.ofCheck(
                        Checkup.of(Snapshots.renewed().build(), Policy.DEFAULT, Optional.empty()),
                        Snapshots.renewed().build(),
                        Policy.DEFAULT,
                        Optional.of(intent())))
                .isEmpty();
    }

    @Test
    void anAnchorThatWasReplacedAndForgottenIsToldForAsLongAsTheIssuerIsUnderTheOldOne() {
        assertThat(said(
                        NoticeReason.ANCHOR_RENEWED_UNATTENDED,
                        Snapshots.renewed().previous(Pki.NEW.certificate())))
                .hasSize(1);
    }

    @Test
    void anAnchorIssuedAgainWithItsOldKeyOrWithoutAnIssuerWasNotReplaced() {
        assertThat(said(
                        NoticeReason.ANCHOR_RENEWED_UNATTENDED,
                        Snapshots.steady().anchor(a -> a.holds(Pki.OLD_REISSUED.certificate()))))
                .isEmpty();
        assertThat(said(
                        NoticeReason.ANCHOR_RENEWED_UNATTENDED,
                        Snapshots.steady().issuer(i -> i.noSecret())))
                .isEmpty();
        assertThat(said(
                        NoticeReason.ANCHOR_RENEWED_UNATTENDED,
                        Snapshots.steady().anchor(a -> a.noSecret())))
                .isEmpty();
    }

    @Test
    void aDeadlineIsAtRiskWhenTheCheckCallsItCritical() {
        Instant renewal = Pki.SET_UP.plus(Duration.ofDays(60));

        assertThat(said(NoticeReason.DEADLINE_AT_RISK, Snapshots.steady().now(before(renewal, 15))))
                .isEmpty();
        Notice notice = only(NoticeReason.DEADLINE_AT_RISK, Snapshots.steady().now(before(renewal, 13)));
        assertThat(notice.note())
                .startsWith("mTLS breaks at " + renewal
                        + " if nobody acts: cert-manager renews the trust anchor by itself");
        assertThat(notice.regarding().ref()).hasToString("Certificate cert-manager/linkerd-trust-anchor");
        assertThat(notice.regarding().uid()).isEqualTo("uid-of-linkerd-trust-anchor");
    }

    @Test
    void aDeadlineOfAnAnchorThatNoCertificateKeepsStandsBesideItsSecret() {
        Notice notice = only(
                NoticeReason.DEADLINE_AT_RISK,
                Snapshots.steady()
                        .anchor(a -> a.noResource())
                        .issuer(i -> i.lives(Duration.ofDays(400), Duration.ofDays(30)))
                        .now(before(ANCHOR_ENDS, 5)));

        assertThat(notice.regarding().ref()).hasToString("Secret cert-manager/linkerd-trust-anchor");
    }

    @Test
    void aDeadlineInTheMiddleOfARotationStandsBesideTheIssuer() {
        Instant end = Pki.ISSUER_OLD.certificate().notAfter();

        Notice notice = only(NoticeReason.DEADLINE_AT_RISK, Snapshots.renewed().now(end.minusSeconds(600)));

        assertThat(notice.regarding().ref()).hasToString("Certificate linkerd/linkerd-identity-issuer");
        assertThat(notice.regarding().uid()).isEqualTo("uid-of-linkerd-identity-issuer");
        assertThat(only(NoticeReason.DEADLINE_AT_RISK, Snapshots.renewed().now(end.minusSeconds(300))))
                .isEqualTo(notice);
    }

    private static Notice only(NoticeReason reason, Snapshots given) {
        List<Notice> said = said(reason, given);
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    private static List<Notice> said(NoticeReason reason, Snapshots given) {
        return notices(given).stream()
                .filter(notice -> notice.reason() == reason)
                .toList();
    }

    private static List<Notice> notices(Snapshots given) {
        Snapshot snapshot = given.build();
        return Notices.ofCheck(
                Checkup.of(snapshot, Policy.DEFAULT, Optional.empty()), snapshot, Policy.DEFAULT, Optional.empty());
    }

    private static Intent intent() {
        return Intent.begun(
                Pki.OLD.certificate().fingerprint(),
                new Asked(Strategy.SEAMLESS, false, "adopted", "capstan run", "", Set.of(), false),
                Pki.NOW);
    }

    private static Instant before(Instant end, int days) {
        return end.minus(Duration.ofDays(days));
    }

    private static String name(Certificate certificate) {
        return certificate.fingerprint().abbreviated();
    }
}
