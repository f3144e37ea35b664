package io.capstan.check;

import java.util.List;

/** Every rule, in the order in which findings are shown. */
public final class Rules {
    public static final List<Rule> ALL = List.of(
            new Rule(
                    Group.SET_UP,
                    "linkerd-external-ca",
                    "Linkerd leaves the trust bundle to trust-manager",
                    SetUpRules::externalCa),
            new Rule(
                    Group.SET_UP,
                    "linkerd-issuer-scheme",
                    "identity reads the issuer as cert-manager writes it",
                    SetUpRules::issuerScheme),
            new Rule(
                    Group.SET_UP,
                    "control-plane-namespace-label",
                    "the control plane's namespace carries the label that the Bundle looks for",
                    SetUpRules::namespaceLabel),
            new Rule(
                    Group.SET_UP,
                    "cert-manager-rbac",
                    "cert-manager can write the identity issuer",
                    SetUpRules::certManagerRbac),
            new Rule(
                    Group.SET_UP,
                    "anchor-rotation-policy",
                    "a renewal of the trust anchor makes a new key",
                    SetUpRules::anchorRotationPolicy),
            new Rule(
                    Group.SET_UP,
                    "issuer-rotation-policy",
                    "a renewal of the identity issuer makes a new key",
                    SetUpRules::issuerRotationPolicy),
            new Rule(
                    Group.SET_UP,
                    "anchor-unattended-renewal",
                    "cert-manager does not renew the trust anchor unattended",
                    TimingRules::anchorUnattendedRenewal),
            new Rule(
                    Group.SET_UP,
                    "issuer-race",
                    "the identity issuer lives long enough for the restarts of a rotation",
                    TimingRules::issuerRace),
            new Rule(
                    Group.SET_UP,
                    "previous-anchor-key",
                    "the previous anchor is kept without its private key",
                    SetUpRules::previousAnchorKey),
            new Rule(Group.SET_UP, "anchor-shared", "no other cluster trusts this anchor", SetUpRules::anchorShared),
            new Rule(Group.ANCHOR, "anchor-present", "the trust anchor is there and readable", AnchorRules::present),
            new Rule(Group.ANCHOR, "anchor-is-ca", "the trust anchor is a CA", AnchorRules::isCa),
            new Rule(
                    Group.ANCHOR,
                    "anchor-self-signed",
                    "the trust anchor's ca.crt is the certificate that signed it",
                    AnchorRules::selfSigned),
            new Rule(
                    Group.ANCHOR,
                    "anchor-algorithm",
                    "the trust anchor's key is of a kind that Linkerd supports",
                    AnchorRules::algorithm),
            new Rule(Group.ANCHOR, "anchor-validity", "the trust anchor is within its validity", AnchorRules::validity),
            new Rule(Group.ANCHOR, "anchor-expiry", "the trust anchor does not expire soon", AnchorRules::expiry),
            new Rule(Group.ANCHOR, "anchor-renewal", "no renewal of the trust anchor is stuck", AnchorRules::renewal),
            new Rule(
                    Group.BUNDLE,
                    "bundle-synced",
                    "trust-manager keeps the trust bundle up to date",
                    BundleRules::synced),
            new Rule(
                    Group.BUNDLE,
                    "bundle-sources",
                    "the Bundle takes both the current and the previous anchor",
                    BundleRules::sources),
            new Rule(
                    Group.BUNDLE,
                    "bundle-has-anchor",
                    "the trust bundle holds the trust anchor",
                    BundleRules::hasAnchor),
            new Rule(
                    Group.BUNDLE,
                    "bundle-has-issuer-signer",
                    "the trust bundle holds the anchor that signed the identity issuer",
                    BundleRules::hasIssuerSigner),
            new Rule(
                    Group.BUNDLE,
                    "bundle-no-strangers",
                    "the trust bundle holds nothing that its sources do not",
                    BundleRules::noStrangers),
            new Rule(
                    Group.BUNDLE,
                    "bundle-no-expired",
                    "the trust bundle holds no expired anchor",
                    BundleRules::noExpired),
            new Rule(
                    Group.BUNDLE,
                    "previous-matches-anchor",
                    "no old anchor is left over from a rotation",
                    BundleRules::previousMatchesAnchor),
            new Rule(Group.ISSUER, "issuer-present", "the identity issuer is there and readable", IssuerRules::present),
            new Rule(Group.ISSUER, "issuer-is-ca", "the identity issuer is a CA", IssuerRules::isCa),
            new Rule(
                    Group.ISSUER,
                    "issuer-algorithm",
                    "the identity issuer's key is ECDSA P-256",
                    IssuerRules::algorithm),
            new Rule(
                    Group.ISSUER,
                    "issuer-validity",
                    "the identity issuer is within its validity",
                    IssuerRules::validity),
            new Rule(
                    Group.ISSUER,
                    "issuer-expiry",
                    "the identity issuer is renewed well before its end",
                    IssuerRules::expiry),
            new Rule(
                    Group.ISSUER,
                    "issuer-signed-by-anchor",
                    "the trust anchor signed the identity issuer",
                    IssuerRules::signedByAnchor),
            new Rule(
                    Group.ISSUER,
                    "issuer-ca-crt",
                    "the identity issuer's ca.crt is the certificate that signed it",
                    IssuerRules::caCrt),
            new Rule(
                    Group.ISSUER, "issuer-renewal", "no renewal of the identity issuer is stuck", IssuerRules::renewal),
            new Rule(Group.ISSUER, "issuer-updated", "identity has taken the issuer up", IssuerRules::updated),
            new Rule(
                    Group.CONTROL_PLANE,
                    "control-plane-rolled-out",
                    "the control plane is rolled out",
                    ControlPlaneRules::rolledOut),
            new Rule(
                    Group.CONTROL_PLANE,
                    "control-plane-bundle",
                    "the control plane has loaded the trust anchor",
                    ControlPlaneRules::bundle),
            new Rule(
                    Group.CONTROL_PLANE,
                    "injector-bundle",
                    "the injector hands out the trust bundle",
                    ControlPlaneRules::injectorBundle),
            new Rule(
                    Group.DATA_PLANE,
                    "proxies-trust-anchor",
                    "every proxy has loaded the trust anchor",
                    DataPlaneRules::trustAnchor),
            new Rule(
                    Group.DATA_PLANE,
                    "proxies-unmeshed",
                    "every pod that should have a proxy has one",
                    DataPlaneRules::unmeshed),
            new Rule(
                    Group.DATA_PLANE,
                    "workloads-restartable",
                    "every meshed workload can be restarted",
                    DataPlaneRules::restartable),
            new Rule(Group.ROTATION, "rotation-phase", "nothing is under way", RotationRules::phase),
            new Rule(
                    Group.ROTATION,
                    "rotation-deadline",
                    "mTLS does not break soon if nobody acts",
                    RotationRules::deadline),
            new Rule(Group.ROTATION, "rotation-due", "no rotation is due", ScheduleRules::due),
            new Rule(Group.ROTATION, "rotation-pause", "automatic rotation is not paused", ScheduleRules::pause),
            new Rule(
                    Group.ROTATION,
                    "maintenance-window",
                    "a rotation can start in a maintenance window before mTLS breaks",
                    ScheduleRules::windows),
            new Rule(
                    Group.ROTATION,
                    "issuer-held",
                    "nothing holds the identity issuer's renewal back",
                    ScheduleRules::issuerHeld),
            new Rule(
                    Group.ROTATION,
                    "instructions",
                    "what people have annotated on the trust anchor can be understood",
                    ScheduleRules::instructions));

    private Rules() {}
}
