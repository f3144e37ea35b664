package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A mutating webhook on the creation of pods, dry runs included, called in process. One that throws is passed over, as
 * with {@code failurePolicy: Ignore}.
 */
@FunctionalInterface
public interface Admission {
    /** No webhook at all. */
    Admission NONE = (pod, namespace) -> pod;

    /**
     * @param pod may be changed in place
     * @return the pod to create
     */
    ObjectNode admit(ObjectNode pod, String namespace);
}
