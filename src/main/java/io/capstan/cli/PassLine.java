package io.capstan.cli;

import io.capstan.pass.Ending;
import io.capstan.report.Printable;
import java.util.Optional;

/** How a pass ended, in one line. */
final class PassLine {
    private PassLine() {}

    static String of(Optional<Ending> ending) {
        return Printable.of("pass completed: " + ending.map(PassLine::text).orElse("no rotation is to go on"));
    }

    private static String text(Ending ending) {
        if (ending instanceof Ending.Completed completed) {
            return "the rotation that retires " + completed.report().retired().abbreviated() + " is done";
        }
        if (ending instanceof Ending.Refused refused) {
            return "the rotation is refused: " + String.join("; also, ", refused.reasons());
        }
        if (ending instanceof Ending.Held held) {
            return "the rotation is held (" + held.gate().text() + "): " + held.reason();
        }
        return ending instanceof Ending.Waiting waiting
                ? "waiting for " + waiting.reason()
                        + waiting.until().map(until -> " until " + until).orElse("") + "; the next pass goes on"
                : "the issuer's renewal is no longer held";
    }
}
