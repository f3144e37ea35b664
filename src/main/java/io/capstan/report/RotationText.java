package io.capstan.report;

import io.capstan.rotation.Decision;

/** What a rotation says of itself while it goes on; at its end it leaves a {@link RotationReport}. */
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
}
