package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What Kubernetes fills in where the author of an object left it open, as far as it matters to anybody here. */
final class Defaults {
    private Defaults() {}

    static void fill(ResourceType type, ObjectNode object) {
        ObjectNode spec = object.path("spec") instanceof ObjectNode present ? present : Json.object();
        switch (type.qualifiedPlural()) {
            case "secrets" -> secret(object);
            case "namespaces" -> namespace(object);
            case "pods" -> podSpec(spec);
            case "deployments.apps" -> deployment(spec);
            case "statefulsets.apps" -> statefulSet(spec);
            case "daemonsets.apps" -> daemonSet(spec);
            case "replicasets.apps" -> {
                text(spec, "replicas", 1);
                template(spec);
            }
            default -> {
                // Every other kind is stored as it came.
            }
        }
    }

    /** The status that an object of this type starts with. */
    static void startStatus(ResourceType type, ObjectNode object) {
        if (type.isCore("pods")) {
            object.putObject("status").put("phase", "Pending").put("qosClass", "BestEffort");
        } else if (type.isCore("namespaces")) {
            object.putObject("status").put("phase", "Active");
        } else if (type.builtIn() && type.statusApart() && !type.isCore("nodes")) {
            object.putObject("status");
        } else if (type.statusApart() && !type.isCore("nodes")) {
            object.remove("status");
        }
    }

    private static void secret(ObjectNode secret) {
        text(secret, "type", "Opaque");
        JsonNode plain = secret.remove("stringData");
        if (plain != null) {
            ObjectNode data = within(secret, "data");
            plain.properties()
                    .forEach(member -> data.put(
                            member.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(member.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void namespace(ObjectNode namespace) {
        ObjectNode labels = within(Json.metadata(namespace), "labels");
        labels.put("kubernetes.io/metadata.name", Json.text(namespace, "metadata", "name"));
    }

    private static void deployment(ObjectNode spec) {
        text(spec, "replicas", 1);
        text(spec, "progressDeadlineSeconds", 600);
        text(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = within(spec, "strategy");
        text(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = within(strategy, "rollingUpdate");
            text(rolling, "maxUnavailable", "25%");
            text(rolling, "maxSurge", "25%");
        }
        template(spec);
    }

    private static void statefulSet(ObjectNode spec) {
        text(spec, "replicas", 1);
        text(spec, "podManagementPolicy", "OrderedReady");
        text(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = within(spec, "updateStrategy");
        text(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            text(within(strategy, "rollingUpdate"), "partition", 0);
        }
        template(spec);
    }

    private static void daemonSet(ObjectNode spec) {
        text(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = within(spec, "updateStrategy");
        text(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = within(strategy, "rollingUpdate");
            text(rolling, "maxUnavailable", 1);
            text(rolling, "maxSurge", 0);
        }
        template(spec);
    }

    private static void template(ObjectNode spec) {
        if (spec.path("template").path("spec") instanceof ObjectNode podSpec) {
            podSpec(podSpec);
        }
    }

    private static void podSpec(ObjectNode spec) {
        text(spec, "restartPolicy", "Always");
        text(spec, "terminationGracePeriodSeconds", 30);
        text(spec, "dnsPolicy", "ClusterFirst");
        text(spec, "schedulerName", "default-scheduler");
        within(spec, "securityContext");
    }

    private static void text(ObjectNode object, String member, String value) {
        if (!object.hasNonNull(member)) {
            object.put(member, value);
        }
    }

    private static void text(ObjectNode object, String member, int value) {
        if (!object.hasNonNull(member)) {
            object.put(member, value);
        }
    }

    private static ObjectNode within(ObjectNode object, String member) {
        return object.path(member) instanceof ObjectNode present ? present : object.putObject(member);
    }
}
