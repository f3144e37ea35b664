package io.capstan.drydock.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects as the cluster's own programs handle them, who look and write so often that requests would be most of their
 * time. Lists are those of a shared informer: an object is read again only when it has changed, and is not to be changed
 * by who reads it. A write does nothing if the object has changed or gone since, or is there already: then there is another
 * turn coming, which sees that.
 */
public final class TypedObjects implements Sight {
    private static final ObjectMapper MAPPER = mapper();

    private final Store store;
    private final Verbs verbs;
    private final Map<Class<?>, Listed<?>> listed = new HashMap<>();

    private record Listed<T>(long version, IdentityHashMap<ObjectNode, T> byNode, List<T> all) {
        static final Listed<?> NOTHING = new Listed<>(-1, new IdentityHashMap<>(), List.of());
    }

    TypedObjects(Store store, Verbs verbs) {
        this.store = store;
        this.verbs = verbs;
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        // configures it as a client's own is
        new KubernetesSerialization(mapper, false);
        mapper.setNodeFactory(new AsParsed());
        return mapper;
    }

    /** Numbers as a parser makes them of text, so that equal ones are equal wherever they come from. */
    private static final class AsParsed extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public NumericNode numberNode(long value) {
            return value == (int) value ? numberNode((int) value) : super.numberNode(value);
        }
    }

    /** In the order of namespace and name. */
    @Override
    @SuppressWarnings("unchecked") // a class is always listed as itself
    public synchronized <T extends HasMetadata> List<T> all(Class<T> kind) {
        ResourceType type = ResourceTypes.of(kind);
        long version = store.version(Set.of(type.plural()));
        Listed<T> last = (Listed<T>) listed.getOrDefault(kind, Listed.NOTHING);
        if (last.version() == version) {
            return last.all();
        }
        IdentityHashMap<ObjectNode, T> byNode = new IdentityHashMap<>();
        List<T> all = store.list(type, "", "").stream()
                .map(node -> byNode.computeIfAbsent(
                        node,
                        any -> Optional.ofNullable(last.byNode().get(node)).orElseGet(() -> typed(node, kind))))
                .toList();
        listed.put(kind, new Listed<>(version, byNode, all));
        return all;
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getNamespace().equals(namespace)
                        && object.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The resourceVersion of the last change of these kinds. */
    @Override
    public long version(Set<String> kinds) {
        return store.version(kinds);
    }

    public void create(HasMetadata object) {
        Target target = target(object).named("");
        unlessOvertaken(() -> verbs.create(target, tree(object), writer(target), false));
    }

    public void update(HasMetadata object) {
        replace(target(object), tree(object));
    }

    /** @param status of the model's class for it; the rest of the object stays as it is */
    public void updateStatus(HasMetadata object, Object status) {
        ObjectNode reported =
                Json.object().put("apiVersion", object.getApiVersion()).put("kind", object.getKind());
        reported.putObject("metadata")
                .put("name", object.getMetadata().getName())
                .put("namespace", object.getMetadata().getNamespace())
                .put("uid", object.getMetadata().getUid())
                .put("resourceVersion", object.getMetadata().getResourceVersion());
        reported.set("status", MAPPER.valueToTree(status));
        replace(target(object).subresource("status"), reported);
    }

    public void delete(HasMetadata object) {
        unlessOvertaken(() -> verbs.delete(target(object), Deletions.Options.NONE));
    }

    /** Takes away a pod that has ended. */
    public void deleteWithoutGrace(Pod pod) {
        unlessOvertaken(() -> verbs.delete(target(pod), Deletions.Options.WITHOUT_GRACE));
    }

    /** Gives a pod its node. */
    public void bind(Pod pod, String node) {
        Target target = target(pod).subresource("binding");
        unlessOvertaken(() -> verbs.bind(target, node, writer(target)));
    }

    private void replace(Target target, ObjectNode object) {
        unlessOvertaken(() -> verbs.replace(target, object, writer(target), false));
    }

    private static void unlessOvertaken(Runnable write) {
        try {
            write.run();
        } catch (ApiFailure failure) {
            if (failure.code() != 409 && failure.code() != 404) {
                throw failure;
            }
        }
    }

    private static Target target(HasMetadata object) {
        return new Target(
                ResourceTypes.of(object.getClass()),
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
                object.getMetadata().getName(),
                "");
    }

    private static Writer writer(Target target) {
        return new Writer(Request.INTERNAL, "Update", target.status() ? "status" : "");
    }

    private static ObjectNode tree(HasMetadata object) {
        return MAPPER.valueToTree(object);
    }

    private static <T> T typed(ObjectNode node, Class<T> kind) {
        try {
            return MAPPER.treeToValue(node, kind);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored has been validated", e);
        }
    }
}
