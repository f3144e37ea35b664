package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.check.Finding;
import io.capstan.check.Severity;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Policy;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The words of what a check has found. Whether something is worth an Event is what the rules of the check say; their own
 * messages cannot be used, because they tell how much time is left.
 */
final class CheckNotices {
    private final Checkup checkup;
    private final Snapshot snapshot;
    private final Policy policy;
    private final Optional<Intent> underWay;

    CheckNotices(Checkup checkup, Snapshot snapshot, Policy policy, Optional<Intent> underWay) {
        this.checkup = checkup;
        this.snapshot = snapshot;
        this.policy = policy;
        this.underWay = underWay;
    }

    List<Notice> all() {
        return Stream.of(anchorExpiring(), issuerExpiring(), renewedUnattended(), deadlineAtRisk())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Notice> anchorExpiring() {
        return found("anchor-expiry")
                .flatMap(finding -> snapshot.anchor()
                        .certificate()
                        .map(anchor -> new Notice(
                                NoticeReason.ANCHOR_EXPIRING,
                                Regarding.of(snapshot.anchor()),
                                "the trust anchor " + end(anchor)
                                        + (finding.severity() == Severity.CRITICAL
                                                ? ", very soon or already: then identity accepts its own issuer no longer, and mTLS fails"
                                                        + " as leaves run out"
                                                : ": a rotation is due")
                                        + hint(finding))));
    }

    /** An issuer of 48h whose renewal is yet to come, or under way, is not expiring. */
    private Optional<Notice> issuerExpiring() {
        ManagedCertificate managed = snapshot.issuer();
        return found("issuer-expiry")
                .flatMap(finding -> managed.certificate()
                        .map(issuer -> new Notice(
                                NoticeReason.ISSUER_EXPIRING,
                                Regarding.of(managed),
                                "the identity issuer " + end(issuer) + renewal(managed) + hint(finding))));
    }

    private static String renewal(ManagedCertificate issuer) {
        return issuer.resource()
                .flatMap(CertificateResource::renewalTime)
                .map(at -> ", and its renewal is overdue since " + at)
                .orElse(", and cert-manager does not renew it by itself");
    }

    private Optional<Notice> renewedUnattended() {
        if (underWay.isPresent()) {
            return Optional.empty();
        }
        return TrustState.of(snapshot, policy.margins(), Set.of(), Optional.empty())
                .filter(state -> !replaced(state).isEmpty())
                .map(state -> new Notice(
                        NoticeReason.ANCHOR_RENEWED_UNATTENDED,
                        Regarding.of(snapshot.anchor()),
                        "the trust anchor was replaced without a rotation: it is "
                                + state.anchor().fingerprint().abbreviated() + ", made at "
                                + state.anchor().notBefore() + ", after " + replaced(state)
                                + "; nothing restarts the proxies by itself, and the next renewal of the identity issuer signs"
                                + " with the new one: capstan rotate --now goes on from here"));
    }

    /** The anchors before this one, as far as anything still speaks of them. */
    private static AnchorSet replaced(TrustState state) {
        AnchorSet kept = state.previous().without(state.anchor());
        return state.isIssuerUnderAnchor()
                ? kept
                : state.signer().map(kept::plus).orElse(kept);
    }

    /** Because it is near, or because it comes before the first maintenance window in which something could be done. */
    private Optional<Notice> deadlineAtRisk() {
        return Stream.of("rotation-deadline", "maintenance-window")
                .flatMap(rule -> found(rule).stream())
                .filter(finding -> finding.severity() == Severity.CRITICAL)
                .findFirst()
                .flatMap(finding -> checkup.deadline())
                .map(deadline -> new Notice(
                        NoticeReason.DEADLINE_AT_RISK,
                        Regarding.of(deadline.object(), snapshot),
                        "mTLS " + (isPast(deadline.at()) ? "may have been breaking since " : "breaks at ")
                                + deadline.at() + " if nobody acts: " + deadline.cause()
                                + "; capstan check says what leads there"));
    }

    private Optional<Finding> found(String rule) {
        return checkup.findings().stream()
                .filter(finding -> finding.id().equals(rule))
                .filter(finding -> finding.severity() == Severity.WARNING || finding.severity() == Severity.CRITICAL)
                .findFirst();
    }

    private String end(Certificate certificate) {
        return certificate.fingerprint().abbreviated()
                + (isPast(certificate.notAfter()) ? " expired at " : " expires at ")
                + certificate.notAfter();
    }

    private boolean isPast(Instant instant) {
        return !snapshot.now().isBefore(instant);
    }

    private static String hint(Finding finding) {
        return finding.hint().isEmpty() ? "" : "; " + finding.hint();
    }
}
