package io.capstan.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Linkerd's control plane: every Deployment labelled {@code linkerd.io/control-plane-component}.
 *
 * @param components in the order of their names
 */
public record ControlPlane(List<Component> components) {
    public static final String IDENTITY = "identity";
    public static final String INJECTOR = "proxy-injector";

    public ControlPlane {
        components = List.copyOf(components);
    }

    /** @param name the label's value: {@code identity}, {@code destination}, {@code proxy-injector} */
    public record Component(String name, Workload workload, List<ControlPlanePod> pods) {
        public Component {
            pods = List.copyOf(pods);
        }

        public boolean isIdentity() {
            return name.equals(IDENTITY);
        }
    }

    /**
     * A pod of the control plane that has neither succeeded nor failed; pending and terminating ones count.
     *
     * @param createdAt the pod's creation
     * @param startedAt when the container that holds the anchors last started; empty while it has not
     * @param terminating whether it is being deleted
     */
    public record ControlPlanePod(
            ObjectRef ref, Instant createdAt, Optional<Instant> startedAt, boolean ready, boolean terminating) {}

    public Optional<Component> component(String name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }

    public Optional<Component> identity() {
        return component(IDENTITY);
    }

    public Stream<Component> withoutIdentity() {
        return components.stream().filter(component -> !component.isIdentity());
    }
}
