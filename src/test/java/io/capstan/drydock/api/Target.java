package io.capstan.drydock.api;

/** A collection or an object of a known type. An empty namespace means all of them, or none for global types. */
record Target(ResourceType type, String namespace, String name, String subresource) {
    boolean collection() {
        return name.isEmpty();
    }

    boolean status() {
        return subresource.equals("status");
    }

    boolean scale() {
        return subresource.equals("scale");
    }

    /** The object itself, without its subresource. */
    Target whole() {
        return subresource("");
    }

    Target subresource(String anySubresource) {
        return new Target(type, namespace, name, anySubresource);
    }

    Target named(String anyName) {
        return new Target(type, namespace, anyName, subresource);
    }

    String key() {
        return namespace + "/" + name;
    }
}
