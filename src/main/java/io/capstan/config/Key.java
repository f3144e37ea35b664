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
    /** Where Capstan keeps its intent and its lock; by default Linkerd's namespace. */
    NAMESPACE(""),
    /** Where pods are created by dry run, to ask the injector; by default the namespace of some meshed workload. */
    PROBE_NAMESPACE(""),
    /**
     * Whether Secrets are read ({@code read}), or {@code never}: then CertificateRequests say what was issued, and the previous
     * anchor must be in a ConfigMap. See docs/without-secrets.md.
     */
    SECRETS("read"),
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
    /** Whether a rotation begins by itself when it is due: {@code due}; or only when a person asks: {@code never}. */
    AUTOMATIC("due"),
    /** The age of the anchor at which a rotation is due; by default none. */
    MAX_AGE(""),
    /** Whether a due rotation waits for {@code capstan.io/approve}: {@code automatic} or {@code manual}. */
    APPROVAL("automatic"),
    /** What to do when mTLS would break before the next maintenance window: {@code alert} or {@code act}. */
    ON_DEADLINE("alert"),
    /** Whether cert-manager (from 1.21) is kept from renewing the issuer during restarts; needs {@code k8s/hold-issuer}. */
    HOLD_ISSUER("false"),
    /** The strategy of rotations that begin by themselves: {@code seamless}, {@code prompt} or {@code documented}. */
    STRATEGY("seamless"),
    /** Workloads given up in rotations that begin by themselves: {@code Deployment/emojivoto/web}, separated by commas. */
    LEAVE(""),
    /** Vouches, for rotations that begin by themselves, that nothing outside this cluster trusts the anchor. */
    ANCHOR_NOT_SHARED("false"),
    /** The longest wait that {@code run} sleeps through; a longer one is left to the next pass. */
    RUN_MAX_WAIT("run.max-wait", "10m"),
    /** How often {@code serve} makes a pass. */
    SERVE_EVERY("serve.every", "5m"),
    /** How many reports of rotations are kept. */
    HISTORY("10"),
    /** Between two looks at the cluster while something may happen any moment. */
    POLL_SHORTEST("2s"),
    /** Between two looks while the end of a wait is known. */
    POLL_LONGEST("1m"),
    /** After which the lock of a runner that died may be taken. */
    LOCK_LIFE("1m"),
    /** The Pushgateway to which a pass pushes its metrics; none if empty. http or https. */
    PUSHGATEWAY_URL(""),
    /** Labels that tell this installation's metrics from those of others there: {@code cluster=prod,region=eu}. */
    PUSHGATEWAY_GROUPING(""),
    /** The user of basic authentication; only over https, or on this machine. */
    PUSHGATEWAY_USERNAME(""),
    /** The file with that user's password. */
    PUSHGATEWAY_PASSWORD_FILE(""),
    /** PEM certificates that the Pushgateway's is to chain to, instead of those that Java knows. */
    PUSHGATEWAY_CA_FILE(""),
    /** The file, {@code *.prom}, that a pass writes for node-exporter's textfile collector; none if empty. */
    TEXTFILE(""),
    /** The Prometheus whose firing alerts keep new batches from starting; none if empty. Closed while it cannot be asked. */
    ALERTS_URL(""),
    /** Which alerts count: {@code severity="critical",alertname!~"Capstan.*"}. Leave Capstan's own out. */
    ALERTS_MATCHERS(""),
    /** PEM certificates that Prometheus' is to chain to, instead of those that Java knows. */
    ALERTS_CA_FILE(""),
    /** The file with a bearer token for Prometheus; only over https, or on this machine. */
    ALERTS_BEARER_TOKEN_FILE("");

    private final String fullName;
    private final String byDefault;

    Key(String byDefault) {
        this.fullName = "capstan." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.byDefault = byDefault;
    }

    Key(String name, String byDefault) {
        this.fullName = "capstan." + name;
        this.byDefault = byDefault;
    }

    /** The value where none is set; empty for none. */
    public String byDefault() {
        return byDefault;
    }

    public String fullName() {
        return fullName;
    }
}
