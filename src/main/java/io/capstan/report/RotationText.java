package io.capstan.report;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Phase;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a rotation says of itself: while it goes on, and at its end. */
public final class RotationText {
    private RotationText() {}

    /** What is done or waited for, without the time, so that two equal lines mean that nothing has changed. */
    public static String now(Decision decision) {
        if (decision instanceof Decision.Act act) {
            return Printable.of(act.step().text());
        }
        if (decision instanceof Decision.Wait wait) {
            return "waiting for " + Printable.of(wait.reason())
                    + wait.until().map(until -> ", until " + until).orElse("");
        }
        if (decision instanceof Decision.Hold hold) {
            return "held: " + Printable.of(hold.reason());
        }
        return decision instanceof Decision.Refuse refuse
                ? "refused: " + Printable.of(String.join("; ", refuse.reasons()))
                : "done";
    }

    /** The end of a rotation: fingerprints, time per phase, restarts, and what was skipped. */
    public static String summary(Intent intent, TrustState state) {
        StringBuilder text = new StringBuilder();
        text.append("retired ").append(intent.retire().abbreviated()).append(", the trust anchor is now ");
        text.append(state.anchor().fingerprint().abbreviated()).append(" (until ");
        text.append(state.anchor().notAfter()).append(")\n");
        times(text, intent, state.snapshot().now());
        text.append("restarts: ").append(dataPlaneRestarts(state)).append(" of data-plane workloads\n");
        skipped(intent, state)
                .forEach(line ->
                        text.append("skipped: ").append(Printable.of(line)).append('\n'));
        return text.toString();
    }

    /** How many restarts of data-plane workloads carry the mark of this anchor. */
    public static int dataPlaneRestarts(TrustState state) {
        return state.snapshot().dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .mapToInt(workload -> restarts(workload, state.anchor()))
                .sum();
    }

    /** A restart to renew leaves comes after one to load the anchor, whose mark it overwrites. */
    private static int restarts(Workload workload, Certificate anchor) {
        return workload.restartedFor()
                .filter(mark -> mark.anchor().equals(anchor.fingerprint().abbreviated()))
                .map(mark -> mark.attempt() + (mark.cause() == RestartMark.Cause.LOAD_ANCHOR ? 0 : 1))
                .orElse(0);
    }

    private static Stream<String> skipped(Intent intent, TrustState state) {
        return state.snapshot().dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .filter(workload ->
                        intent.left().contains(workload.ref()) || !(workload.restart() instanceof Restart.Possible))
                .map(workload -> workload.ref().toString());
    }

    private static void times(StringBuilder text, Intent intent, Instant end) {
        List<Journal.Seen> seen = intent.journal().seen();
        for (int i = 0; i < seen.size(); i++) {
            Instant until = i + 1 < seen.size() ? seen.get(i + 1).at() : end;
            Phase phase = seen.get(i).phase();
            text.append(String.format(
                    "  %-13s %s%n",
                    phase.text(), Durations.text(Duration.between(seen.get(i).at(), until))));
        }
        text.append("together ").append(Durations.text(Duration.between(intent.startedAt(), end)));
        text.append('\n');
    }
}
