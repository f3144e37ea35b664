package io.capstan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.rotation.Plan;

/** A plan for programs; durations are in seconds. */
public final class PlanJson {
    private PlanJson() {}

    public static ObjectNode of(Plan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("phase", plan.phase().text())
                .put("strategy", plan.strategy().text())
                .put("deadline", plan.deadline().at().toString())
                .put("deadlineCause", plan.deadline().cause())
                .put("expectedSeconds", plan.expected().toSeconds());
        json.set("maintenanceWindows", WindowJson.of(plan.windows(), plan.now()));
        plan.pause().ifPresent(pause -> json.put("paused", pause.text()));
        plan.fit().ifPresent(fit -> json.put("fits", fit.fits()).put("fit", fit.text()));
        ArrayNode steps = json.putArray("steps");
        plan.steps()
                .forEach(step -> steps.addObject()
                        .put("phase", step.phase().text())
                        .put("text", step.text())
                        .put("disturbs", step.disturbs())
                        .put("expectedSeconds", step.expected().toSeconds()));
        ArrayNode workloads = json.putArray("workloads");
        plan.workloads()
                .forEach(restart -> workloads
                        .addObject()
                        .put("kind", restart.workload().ref().kind())
                        .put("namespace", restart.workload().ref().namespace())
                        .put("name", restart.workload().ref().name())
                        .put("replicas", restart.workload().replicas())
                        .put("restart", restart.possible())
                        .put("why", restart.why())
                        .put("expectedSeconds", restart.expected().toSeconds())
                        .put("measured", restart.measured()));
        plan.warnings().forEach(json.putArray("warnings")::add);
        plan.blockers().forEach(json.putArray("blockers")::add);
        json.put("next", plan.nextText().orElse(""));
        return json;
    }
}
