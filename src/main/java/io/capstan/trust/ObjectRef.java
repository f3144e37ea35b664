package io.capstan.trust;

/**
 * A Kubernetes object, named as people name it.
 *
 * @param kind as in the object's {@code kind}: {@code Deployment}
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectRef(String kind, String namespace, String name) implements Comparable<ObjectRef> {
    public static ObjectRef clusterScoped(String kind, String name) {
        return new ObjectRef(kind, "", name);
    }

    /** As options and records name a namespaced object: {@code Deployment/emojivoto/web}. */
    public String slashed() {
        return kind + "/" + namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectRef other) {
        return toString().compareTo(other.toString());
    }

    /** {@code Deployment emojivoto/web}, or {@code Bundle linkerd-identity-trust-roots}. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
