package io.capstan.cli;

import io.capstan.serve.Vitals;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /q/health/live}: {@link Vitals#liveness()}. */
@Liveness
@Singleton
public class LivenessCheck implements HealthCheck {
    private final Vitals vitals;

    public LivenessCheck(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthResponses.of("passes succeed", vitals.liveness());
    }
}
