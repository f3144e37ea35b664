package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import java.util.Optional;

/** Closed for every step while somebody has paused automatic rotation. What has begun can only stand still, or be finished. */
public record PauseGate(Snapshot snapshot) implements Gate {
    @Override
    public Optional<Decision.Hold> holds(Step step) {
        return snapshot.instructions()
                .pauseAt(snapshot.now())
                .map(pause -> new Decision.Hold(
                        Kind.PAUSE, "paused " + pause.text() + "; capstan resume lets it go on", pause.until()));
    }
}
