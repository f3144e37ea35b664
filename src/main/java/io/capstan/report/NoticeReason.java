package io.capstan.report;

/**
 * Why something is said about an object, as the {@code reason} of a Kubernetes Event: alerts and scripts may go by it, so a
 * name never changes.
 */
public enum NoticeReason {
    /** A rotation is due, or the anchor has expired. */
    ANCHOR_EXPIRING("AnchorExpiring", Type.WARNING, "Check", true),
    /** Its renewal is overdue, or nobody renews it and its life runs out. */
    ISSUER_EXPIRING("IssuerExpiring", Type.WARNING, "Check", true),
    /** There is a new anchor and nobody has asked for a rotation. */
    ANCHOR_RENEWED_UNATTENDED("AnchorRenewedUnattended", Type.WARNING, "Check", true),
    /** mTLS breaks soon if nobody acts. */
    DEADLINE_AT_RISK("DeadlineAtRisk", Type.WARNING, "Check", true),
    /** A rotation ought to begin. */
    ROTATION_DUE("RotationDue", Type.NORMAL, "Schedule", true),
    ROTATION_STARTED("RotationStarted", Type.NORMAL, "Rotate", false),
    /** cert-manager has issued the new anchor. */
    ANCHOR_RENEWED("AnchorRenewed", Type.NORMAL, "Renew", false),
    /** Every volume shows both anchors: whatever starts from now on loads them. */
    BUNDLE_DISTRIBUTED("BundleDistributed", Type.NORMAL, "Distribute", false),
    /** Every replica of identity is proved to issue under the new anchor. */
    ISSUER_UPDATED("IssuerUpdated", Type.NORMAL, "Renew", false),
    WORKLOAD_RESTARTED("WorkloadRestarted", Type.NORMAL, "Restart", false),
    /** A rollout that a restart began has failed, or takes too long. */
    ROLLOUT_FAILED("RolloutFailed", Type.WARNING, "Restart", true),
    /** A gate is closed. */
    ROTATION_HELD("RotationHeld", Type.NORMAL, "Rotate", true),
    /** Going on would break something, or cannot work. */
    ROTATION_REFUSED("RotationRefused", Type.WARNING, "Rotate", true),
    /** The previous slot holds the new anchor alone. */
    PREVIOUS_ANCHOR_RETIRED("PreviousAnchorRetired", Type.NORMAL, "Retire", false),
    ROTATION_COMPLETED("RotationCompleted", Type.NORMAL, "Rotate", false);

    /** The {@code type} of an Event. */
    public enum Type {
        NORMAL("Normal"),
        /** Somebody has to do something. */
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final String text;
    private final Type type;
    private final String action;
    private final boolean goesOn;

    NoticeReason(String text, Type type, String action, boolean goesOn) {
        this.text = text;
        this.type = type;
        this.action = action;
        this.goesOn = goesOn;
    }

    /** As Kubernetes and people write it: {@code AnchorExpiring}. */
    public String text() {
        return text;
    }

    public Type type() {
        return type;
    }

    /** What Capstan was about, as the {@code action} of an Event: {@code Restart}. */
    public String action() {
        return action;
    }

    /** Whether it is a state that may last, so that each look at it counts; what happens once is told once. */
    public boolean goesOn() {
        return goesOn;
    }
}
