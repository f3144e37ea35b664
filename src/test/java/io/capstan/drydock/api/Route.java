package io.capstan.drydock.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request means, before it is known whether such a resource exists. Namespace, name and subresource
 * are empty where the path has none.
 */
record Route(String group, String version, String plural, String namespace, String name, String subresource) {

    static Optional<Route> of(String path) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        if (parts.size() >= 3 && parts.get(0).equals("api")) {
            return within("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 4 && parts.get(0).equals("apis")) {
            return within(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return Optional.empty();
    }

    private static Optional<Route> within(String group, String version, List<String> rest) {
        boolean inNamespace = rest.size() >= 3
                && rest.get(0).equals("namespaces")
                && !rest.get(2).equals("status")
                && !rest.get(2).equals("finalize");
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> resource = inNamespace ? rest.subList(2, rest.size()) : rest;
        if (resource.size() > 3) {
            return Optional.empty();
        }
        return Optional.of(new Route(group, version, resource.get(0), namespace, at(resource, 1), at(resource, 2)));
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
