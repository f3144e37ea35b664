package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What the API server tells about itself and the kinds that it serves. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Collection<ResourceType> types;

    Discovery(Collection<ResourceType> types) {
        this.types = types;
    }

    /** The document at this path, if it is one of discovery's. */
    Optional<ObjectNode> document(String path) {
        String[] parts = path.substring(1).split("/", -1);
        if (path.equals("/version")) {
            return Optional.of(version());
        }
        if (path.equals("/api")) {
            ObjectNode versions = Json.object().put("kind", "APIVersions");
            versions.putArray("versions").add("v1");
            return Optional.of(versions);
        }
        if (path.equals("/apis")) {
            return Optional.of(groups());
        }
        return switch (parts.length) {
            case 2 -> parts[0].equals("api") ? resources("", parts[1]) : group(parts[1]);
            case 3 -> resources(parts[1], parts[2]);
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "37")
                .put("gitVersion", "v1.37.2")
                .put("gitCommit", "drydock")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put("platform", "linux/amd64");
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        TreeSet<String> names = new TreeSet<>();
        types.stream()
                .map(ResourceType::group)
                .filter(group -> !group.isEmpty())
                .forEach(names::add);
        names.forEach(name -> group(name).ifPresent(groups::add));
        return list;
    }

    private Optional<ObjectNode> group(String name) {
        TreeSet<String> versions = new TreeSet<>();
        types.stream().filter(type -> type.group().equals(name)).forEach(type -> versions.add(type.version()));
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version -> list.add(groupVersion(name, version)));
        group.set("preferredVersion", groupVersion(name, versions.first()));
        return Optional.of(group);
    }

    private static ObjectNode groupVersion(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private Optional<ObjectNode> resources(String group, String version) {
        List<ResourceType> found = types.stream()
                .filter(type -> type.group().equals(group) && type.version().equals(version))
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", found.get(0).apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : found) {
            resources.add(resource(type, type.plural()));
            if (type.statusApart()) {
                resources.add(resource(type, type.plural() + "/status"));
            }
        }
        return Optional.of(list);
    }

    private static ObjectNode resource(ResourceType type, String name) {
        ObjectNode resource = Json.object()
                .put("name", name)
                .put("singularName", type.kind().toLowerCase(Locale.ROOT))
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        ArrayNode verbs = resource.putArray("verbs");
        (name.contains("/") ? List.of("get", "patch", "update") : VERBS).forEach(verbs::add);
        return resource;
    }
}
