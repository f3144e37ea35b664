package io.capstan.cli;

import io.capstan.pass.Turn;
import io.capstan.report.RotationText;
import io.capstan.window.Durations;

/** One line a change: on a terminal for eyes, elsewhere with names for programs that read logs. */
final class ProgressLines {
    private final Console console;
    private String last = "";

    ProgressLines(Console console) {
        this.console = console;
    }

    void watch(Turn turn) {
        String now = RotationText.now(turn.decision());
        String line = turn.phase().text() + now + turn.workloadsWithAnchor();
        if (!line.equals(last)) {
            last = line;
            console.print(console.isInteractive() ? forEyes(turn, now) : forLogs(turn, now));
        }
    }

    private static String forEyes(Turn turn, String now) {
        return String.format(
                "%8s  %-12s  %d/%d loaded  %s%n",
                Durations.text(turn.elapsed()), turn.phase().text(), turn.workloadsWithAnchor(), turn.workloads(), now);
    }

    private static String forLogs(Turn turn, String now) {
        return String.format(
                "time=%s phase=%s loaded=%d/%d elapsed=%ds now=\"%s\"%n",
                turn.state().snapshot().now(),
                turn.phase().text(),
                turn.workloadsWithAnchor(),
                turn.workloads(),
                turn.elapsed().toSeconds(),
                now.replace('"', '\''));
    }
}
