package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request is about: one object, or a collection.
 *
 * @param namespace empty for cluster-scoped objects and for all namespaces
 * @param name empty for a collection
 * @param subresource {@code status}, or empty
 */
record Target(Resource resource, String namespace, String name, String subresource) {
    /** Kubernetes' DNS subdomain, which the names of all our kinds are (apimachinery, pkg/util/validation). */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /**
     * Whether there may be such an object. Where one object names another, as a Certificate does its Secret, the API server
     * takes any text, also one that would lead to another path.
     */
    boolean mayExist() {
        return Stream.of(resource.version(), namespace, name)
                .allMatch(part -> part.isEmpty() || NAME.matcher(part).matches());
    }

    Target status() {
        return new Target(resource, namespace, name, "status");
    }

    String path() {
        return (resource.group().isEmpty() ? "/api/" : "/apis/")
                + resource.apiVersion()
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/"
                + resource.plural()
                + prefixed(name)
                + prefixed(subresource);
    }

    ObjectRef ref() {
        return new ObjectRef(resource.kind(), namespace, name);
    }

    /** The permission that a request with {@code verb} needs, in words: {@code get on secrets in namespace linkerd}. */
    String permission(String verb) {
        return verb + " on " + resource.qualified() + prefixed(subresource)
                + (namespace.isEmpty() ? " (a ClusterRole)" : " in namespace " + namespace);
    }

    /** For the start of a message. */
    @Override
    public String toString() {
        if (!name.isEmpty()) {
            return ref().toString();
        }
        return resource.qualified() + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }

    private static String prefixed(String part) {
        return part.isEmpty() ? "" : "/" + part;
    }
}
