package io.capstan.config;

import java.util.Locale;

/**
 * Every key of the configuration that has a single value, below {@code capstan.}; {@code VOLUME_LAG} is
 * {@code capstan.volume-lag}. Maintenance windows are a list: {@link WindowReading}.
 */
public enum Key {
    /** Linkerd's control plane namespace. */
    LINKERD_NAMESPACE("linkerd"),
    /** Where cert-manager keeps the anchor and trust-manager reads its sources. */
    TRUST_NAMESPACE("cert-manager"),
    /** The anchor's Certificate, in the trust namespace. */
    ANCHOR_CERTIFICATE("linkerd-trust-anchor"),
    /** The identity issuer's Certificate, in Linkerd's namespace. */
    ISSUER_CERTIFICATE("linkerd-identity-issuer"),
    /** The Bundle, and the ConfigMap that it writes. */
    BUNDLE("linkerd-identity-trust-roots"),
    /** The Secret or ConfigMap of the previous anchor, in the trust namespace. */
    PREVIOUS_ANCHOR("linkerd-previous-anchor"),
    /** Where Capstan keeps its intent and its lock. */
    NAMESPACE("linkerd"),
    /** Where pods are created by dry run, to ask the injector; by default the namespace of some meshed workload. */
    PROBE_NAMESPACE(""),
    /** How long kubelet may take to bring a changed ConfigMap or Secret into a volume. */
    VOLUME_LAG("2m"),
    /** How far clocks may differ. */
    CLOCK_SKEW("30s"),
    /** How long trust-manager may take to write the bundle. */
    SPREAD_LIMIT("5m"),
    /** How long cert-manager may take to issue. */
    RENEWAL_LIMIT("2m"),
    /** How long one rollout may take; {@code rotate --rollout-timeout} overrides it. */
    ROLLOUT_TIMEOUT("10m"),
    /** How often one workload is restarted for one cause. */
    RESTART_ATTEMPTS("2"),
    /** Workloads restarted at the same time; {@code rotate --parallelism} overrides it. */
    PARALLELISM("5"),
    /** How long one pod takes to be replaced: for estimates only. */
    ESTIMATE_PER_POD("30s"),
    /** What must be left of the issuer's time beyond what the restarts need. */
    RACE_MARGIN("30m"),
    /** The time before the anchor's end at which a rotation is due. */
    ROTATE_BEFORE("60d"),
    /** Between two looks at the cluster while something may happen any moment. */
    POLL_SHORTEST("2s"),
    /** Between two looks while the end of a wait is known. */
    POLL_LONGEST("1m"),
    /** After which the lock of a runner that died may be taken. */
    LOCK_LIFE("1m");

    private final String byDefault;

    Key(String byDefault) {
        this.byDefault = byDefault;
    }

    /** The value where none is set; empty for none. */
    public String byDefault() {
        return byDefault;
    }

    public String fullName() {
        return "capstan." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
