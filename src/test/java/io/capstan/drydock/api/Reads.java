package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Looking at objects. */
final class Reads {
    private final Store store;

    Reads(Store store) {
        this.store = store;
    }

    ObjectNode get(Target target) {
        return store.find(target.type(), target.key())
                .orElseThrow(() -> ApiFailure.notFound(target.type(), target.name()));
    }

    List<ObjectNode> all(Target target, Map<String, String> query) {
        return store.list(target.type(), target.namespace(), "").stream()
                .filter(selector(target.type(), query))
                .toList();
    }

    /** The body of a list, in the representation that the client asked for. */
    ObjectNode list(Target target, Map<String, String> query, Representation representation) {
        synchronized (store) {
            long version = store.version();
            Page page = page(target, query, version);
            return representation.list(target.type(), page, version);
        }
    }

    private Page page(Target target, Map<String, String> query, long version) {
        Page.Token token = Page.Token.decode(query.getOrDefault("continue", ""));
        if (token.version() < store.forgotten()) {
            throw ApiFailure.expired("The provided continue parameter is too old to display a consistent list result."
                    + " You can start a new list without the continue parameter.");
        }
        List<ObjectNode> rest = store.list(target.type(), target.namespace(), token.afterKey());
        Predicate<ObjectNode> selector = selector(target.type(), query);
        int limit = limit(query);
        List<ObjectNode> taken = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            if (taken.size() == limit) {
                String lastKey = key(taken.get(taken.size() - 1));
                Optional<Integer> remaining = selects(query) ? Optional.empty() : Optional.of(rest.size() - i);
                long of = Math.min(version, token.version());
                return new Page(taken, new Page.Token(of, lastKey).encoded(), remaining);
            }
            if (selector.test(rest.get(i))) {
                taken.add(rest.get(i));
            }
        }
        return new Page(taken, "", Optional.empty());
    }

    static Predicate<ObjectNode> selector(ResourceType type, Map<String, String> query) {
        return LabelSelector.parse(query.getOrDefault("labelSelector", ""))
                .and(FieldSelector.parse(type, query.getOrDefault("fieldSelector", "")));
    }

    private static boolean selects(Map<String, String> query) {
        return !query.getOrDefault("labelSelector", "").isEmpty()
                || !query.getOrDefault("fieldSelector", "").isEmpty();
    }

    /** As in Kubernetes a list of version 0 comes from the cache, which ignores the limit. */
    private static int limit(Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "0"));
        boolean fromCache = query.getOrDefault("resourceVersion", "").equals("0");
        return limit == 0 || fromCache ? Integer.MAX_VALUE : limit;
    }

    private static String key(ObjectNode object) {
        return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }
}
