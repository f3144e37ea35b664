package io.capstan.cli;

import io.capstan.serve.Verdict;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** A verdict in the words of MicroProfile Health. */
final class HealthResponses {
    private HealthResponses() {}

    static HealthCheckResponse of(String name, Verdict verdict) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(verdict.isWell());
        verdict.details().forEach(response::withData);
        return response.build();
    }
}
