package io.capstan.report;

import io.capstan.rotation.Plan;
import io.capstan.rotation.Plan.PlannedRestart;
import io.capstan.rotation.Plan.PlannedStep;
import io.capstan.window.Durations;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people. */
public final class PlanText {
    private static final String DISTURBS = "*";
    private static final String CONTINUED = "      ";

    private PlanText() {}

    /**
     * @param width where lines are broken
     * @return lines that end with a newline each
     */
    public static String of(Plan plan, Width width) {
        return text(plan)
                .lines()
                .map(line -> width.wrap(line, CONTINUED) + "\n")
                .collect(Collectors.joining());
    }

    private static String text(Plan plan) {
        StringBuilder text = new StringBuilder();
        text.append("phase: ").append(plan.phase().text()).append("   strategy: ");
        text.append(plan.strategy().text()).append('\n');
        text.append("deadline: ")
                .append(plan.deadline().at())
                .append(" (")
                .append(plan.deadline().cause());
        text.append(")\n");
        text.append("maintenance windows: ")
                .append(WindowText.of(plan.windows(), plan.now()))
                .append('\n');
        plan.pause()
                .ifPresent(pause -> text.append("paused: ")
                        .append(Printable.of(pause.text()))
                        .append('\n'));
        plan.fit()
                .ifPresent(fit -> text.append(fit.fits() ? "it fits: " : "it does not fit: ")
                        .append(fit.text())
                        .append('\n'));
        steps(text, plan);
        workloads(text, plan.workloads());
        list(text, "mind", plan.warnings());
        list(text, "blocked by", plan.blockers());
        plan.nextText()
                .ifPresent(next ->
                        text.append("\nnext: ").append(Printable.of(next)).append('\n'));
        return text.toString();
    }

    private static void steps(StringBuilder text, Plan plan) {
        if (plan.steps().isEmpty()) {
            text.append("\nnothing to do\n");
            return;
        }
        text.append("\nsteps\n-----\n");
        int number = 1;
        for (PlannedStep step : plan.steps()) {
            text.append(String.format(
                    "%2d. %s %s (about %s)%n",
                    number++, step.disturbs() ? DISTURBS : " ", step.text(), Durations.text(step.expected())));
        }
        text.append("what users may notice is marked ").append(DISTURBS);
        text.append(": it waits for a maintenance window, the rest does not\n");
        text.append("together about ").append(Durations.text(plan.expected())).append('\n');
    }

    private static void workloads(StringBuilder text, List<PlannedRestart> restarts) {
        if (restarts.isEmpty()) {
            return;
        }
        text.append("\nworkloads, in the order of their restarts\n-----------------------------------------\n");
        for (PlannedRestart restart : restarts) {
            text.append(String.format(
                    "%s %s, %d replicas: %s%n",
                    restart.possible() ? "  " : "! ",
                    Printable.of(restart.workload().ref().toString()),
                    restart.workload().replicas(),
                    Printable.of(restart.why())));
        }
        text.append(measured(restarts)).append('\n');
    }

    private static String measured(List<PlannedRestart> restarts) {
        long measured = restarts.stream().filter(PlannedRestart::measured).count();
        long possible = restarts.stream().filter(PlannedRestart::possible).count();
        return "expected times: " + measured + " measured in earlier rotations, " + (possible - measured)
                + " estimated";
    }

    private static void list(StringBuilder text, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        lines.forEach(line -> text.append("  - ").append(Printable.of(line)).append('\n'));
    }
}
