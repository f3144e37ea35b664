package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import io.capstan.trust.Sharing;
import java.util.ArrayList;
import java.util.List;

/** Finds who else may trust the anchor, if the kinds that say so exist. */
final class SharingObserver {
    private final Api api;

    SharingObserver(Api api) {
        this.api = api;
    }

    Sharing sharing() {
        return new Sharing(
                all("multicluster.linkerd.io", "links", "Link"),
                all("workload.linkerd.io", "externalworkloads", "ExternalWorkload"));
    }

    private List<ObjectRef> all(String group, String plural, String kind) {
        List<ObjectRef> found = new ArrayList<>();
        api.find("/apis/" + group).ifPresent(discovered -> {
            String version = discovered.path("preferredVersion").path("version").asText();
            Resource resource = new Resource(group, version, plural, kind);
            api.eachMetadata(
                    resource.everywhere(),
                    Selection.ALL,
                    object -> found.add(
                            resource.named(object.namespace(), object.name()).ref()));
        });
        return found;
    }
}
