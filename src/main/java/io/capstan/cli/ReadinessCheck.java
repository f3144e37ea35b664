package io.capstan.cli;

import io.capstan.serve.Vitals;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: {@link Vitals#readiness()}. */
@Readiness
@Singleton
public class ReadinessCheck implements HealthCheck {
    private final Vitals vitals;

    public ReadinessCheck(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthResponses.of("stands by or leads", vitals.readiness());
    }
}
