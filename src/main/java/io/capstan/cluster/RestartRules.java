package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;

/** Which workloads a new restart annotation in the pod template would restart, and which not. */
final class RestartRules {
    /** On a workload or a namespace: Capstan leaves it to its owner to restart. */
    static final String OPT_OUT = "capstan.io/restart";

    private static final String SKIP = "skip";

    private final Namespaces namespaces;

    RestartRules(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /** Of a Deployment, StatefulSet or DaemonSet that was read. */
    Restart of(ObjectRef ref, KubeObject workload) {
        if (workload.annotation(OPT_OUT).filter(SKIP::equals).isPresent()) {
            return new Restart.Impossible(
                    "its annotation " + OPT_OUT + " says " + SKIP, "restart it yourself, or remove the annotation");
        }
        if (namespaces.annotation(ref.namespace(), OPT_OUT).filter(SKIP::equals).isPresent()) {
            return new Restart.Impossible(
                    "the annotation " + OPT_OUT + " of its namespace says " + SKIP,
                    "restart it yourself, or remove the annotation");
        }
        if (ProxyContainer.anchors(workload.spec().path("template").path("spec"))
                .isPresent()) {
            return new Restart.Impossible(
                    "its pod template holds the trust anchors themselves (linkerd inject --manual), so new pods get the"
                            + " old ones",
                    "inject it again, or take the proxy out of the template and annotate it linkerd.io/inject: enabled");
        }
        if (workload.spec().path("paused").asBoolean()) {
            return new Restart.Impossible("it is paused", "kubectl rollout resume");
        }
        if (RolloutStatus.isOnDelete(workload)) {
            return new Restart.Impossible("its update strategy is OnDelete", "delete its pods yourself");
        }
        int partition = ref.kind().equals("StatefulSet") ? RolloutStatus.partition(workload) : 0;
        if (partition > 0) {
            return new Restart.Impossible(
                    "its update strategy keeps the pods below partition " + partition + " as they are",
                    "set the partition to 0, or delete those pods yourself");
        }
        return new Restart.Possible();
    }

    /** Of what owns pods and is none of those three. */
    static Restart ofOther(ObjectRef owner) {
        return switch (owner.kind()) {
            case "Job" -> new Restart.EndsByItself("a Job's pods run to their end");
            case "CronJob" -> new Restart.EndsByItself("a CronJob's pods run to their end");
            case "Pod" -> new Restart.Impossible("nothing owns this pod", "delete it and create it again");
            case "ReplicaSet" ->
                new Restart.Impossible(
                        "a ReplicaSet without a Deployment replaces its pods only when they are deleted",
                        "delete its pods one by one, or restart what made the ReplicaSet");
            case "ReplicationController" ->
                new Restart.Impossible(
                        "a ReplicationController replaces its pods only when they are deleted",
                        "delete its pods one by one");
            default ->
                new Restart.Impossible(
                        "a " + owner.kind() + " is of a kind that Capstan does not know", "restart it yourself");
        };
    }

    /** Of a Deployment, StatefulSet or DaemonSet that is not there any more. */
    static Restart ofDeleted(ObjectRef owner) {
        return new Restart.EndsByItself("the " + owner.kind() + " has been deleted");
    }
}
