package io.capstan.faults;

import io.capstan.drydock.api.Request;
import io.capstan.drydock.probe.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a rotation went.
 *
 * @param writes of all its runs, in their order
 * @param last the write that its process was ended at; empty if it was not
 * @param phase at the end
 * @param reports how many completed rotations history knows
 * @param anchors how many cert-manager has issued, the first included
 * @param restarts how often each workload was restarted
 * @param isLockFree whether nobody holds the lock once what is left of a dead run's hold has run out
 * @param isIssuerGivenBack whether the issuer's Certificate asks for what it did at the start, with nothing noted on it
 * @param took in the cluster's time
 * @param printed by its last run
 */
record Course(
        List<Request> writes,
        Optional<Request> last,
        String phase,
        int reports,
        int anchors,
        Map<String, Long> restarts,
        boolean isLockFree,
        boolean isIssuerGivenBack,
        Duration took,
        Tally tally,
        String printed) {}
