package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A write that somebody else may have overtaken. */
final class Attempt {
    private Attempt() {}

    /**
     * Does it, unless the object has changed or gone: then there is another turn coming, which sees that.
     *
     * @throws KubernetesClientException for every other failure
     */
    static void unlessOvertaken(Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409 && e.getCode() != 404) {
                throw e;
            }
        }
    }
}
