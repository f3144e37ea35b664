package io.capstan.config;

import io.capstan.trust.ObjectRef;
import java.util.List;
import java.util.Optional;

/** Workloads as people name them: {@code Deployment/emojivoto/web}. */
public final class WorkloadNames {
    public static final String EXPECTED = "KIND/NAMESPACE/NAME such as Deployment/emojivoto/web";

    private static final List<String> KINDS =
            List.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet");

    private WorkloadNames() {}

    /** @return empty if {@code text} names none, or one of a kind that owns no pods */
    public static Optional<ObjectRef> parse(String text) {
        String[] parts = text.split("/", -1);
        return parts.length != 3
                ? Optional.empty()
                : KINDS.stream()
                        .filter(kind -> kind.equalsIgnoreCase(parts[0]))
                        .findFirst()
                        .map(kind -> new ObjectRef(kind, parts[1], parts[2]));
    }
}
