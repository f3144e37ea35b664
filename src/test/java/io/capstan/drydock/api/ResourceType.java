package io.capstan.drydock.api;

/**
 * A kind of object that the API server serves.
 *
 * @param statusApart whether {@code status} is written through its own subresource only
 * @param generations whether {@code metadata.generation} counts changes of what is wanted
 */
public record ResourceType(
        String group,
        String version,
        String plural,
        String kind,
        boolean namespaced,
        boolean statusApart,
        boolean generations) {

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name that error messages use: {@code deployments.apps}, {@code pods}. */
    public String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether Kubernetes itself knows the kind; the others come from a CustomResourceDefinition. */
    public boolean builtIn() {
        return !group.contains(".") || group.endsWith(".k8s.io");
    }

    boolean is(String anyGroup, String anyPlural) {
        return group.equals(anyGroup) && plural.equals(anyPlural);
    }

    boolean isCore(String anyPlural) {
        return is("", anyPlural);
    }
}
