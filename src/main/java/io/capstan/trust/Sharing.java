package io.capstan.trust;

import java.util.List;

/**
 * Who else trusts this anchor: the page's first paragraph says that clusters may share one.
 *
 * @param links multicluster Links
 * @param externalWorkloads ExternalWorkloads (mesh expansion)
 */
public record Sharing(List<ObjectRef> links, List<ObjectRef> externalWorkloads) {
    public Sharing {
        links = List.copyOf(links);
        externalWorkloads = List.copyOf(externalWorkloads);
    }

    public boolean isShared() {
        return !links.isEmpty() || !externalWorkloads.isEmpty();
    }
}
