package io.capstan.rotation;

import java.time.Instant;

/** That a closed gate holds a rotation that is due or under way, and since when. */
public record Held(Gate.Kind gate, Instant since) {}
