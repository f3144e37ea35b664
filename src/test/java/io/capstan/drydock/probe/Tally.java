package io.capstan.drydock.probe;

import java.time.Instant;
import java.util.List;

/**
 * What a probe has counted. Of the failures and the blocked starts only the first hundreds are kept one by one.
 *
 * @param handshakes all that were tried
 * @param failed how many of them failed
 * @param starts the proxies that were started
 * @param blocked how many of them could not get their first certificate when they asked for it
 */
public record Tally(
        long handshakes,
        long failed,
        List<Failure> failures,
        long starts,
        long blocked,
        List<BlockedStart> blockedStarts) {

    /** A handshake that failed; client and server are {@code namespace/pod}. */
    public record Failure(Instant at, String client, String server, String why) {}

    /** A proxy that was refused its first certificate. */
    public record BlockedStart(Instant at, String pod, String why) {}
}
