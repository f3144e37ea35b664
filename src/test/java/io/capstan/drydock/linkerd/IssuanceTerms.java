package io.capstan.drydock.linkerd;

import io.capstan.drydock.pki.GoDuration;
import java.time.Duration;
import java.util.function.Function;

/** What an identity replica was told to put into the certificates that it issues. */
record IssuanceTerms(String trustDomain, Duration lifetime, Duration clockSkew) {

    /** From the arguments of the container, else from Linkerd's values (ConfigMap {@code linkerd-config}). */
    static IssuanceTerms of(MeshedPod pod, LinkerdValues values) {
        return new IssuanceTerms(
                pod.identityArgument("identity-trust-domain").orElse(values.trustDomain()),
                duration(pod, "identity-issuance-lifetime", values, LinkerdValues::issuanceLifetime),
                duration(pod, "identity-clock-skew-allowance", values, LinkerdValues::clockSkewAllowance));
    }

    private static Duration duration(
            MeshedPod pod, String argument, LinkerdValues values, Function<LinkerdValues, String> fallback) {
        return GoDuration.parse(pod.identityArgument(argument).orElse(fallback.apply(values)));
    }
}
