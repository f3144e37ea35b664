package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.setup.Edit;
import io.capstan.setup.Improvement;
import io.capstan.setup.Piece;
import io.capstan.trust.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates the objects of a set-up, and changes fields of those that are there. */
public final class SetupWriter {
    private static final String STRICT = "?fieldValidation=Strict";

    private static final Map<String, Resource> KINDS = Stream.of(
                    Resource.NAMESPACE,
                    Resource.SERVICE_ACCOUNT,
                    Resource.ROLE,
                    Resource.ROLE_BINDING,
                    Resource.SECRET,
                    Resource.CONFIG_MAP,
                    Resource.ISSUER,
                    Resource.CLUSTER_ISSUER,
                    Resource.CERTIFICATE,
                    Resource.BUNDLE)
            .collect(Collectors.toUnmodifiableMap(Resource::kind, Function.identity()));

    private final Api api;
    private final PreviousSlot previousSlot;

    public SetupWriter(KubernetesClient client) {
        this.api = new Api(client);
        this.previousSlot = new PreviousSlot(client);
    }

    /**
     * Creates an object.
     *
     * @return whether it did: not if there is one of that name, which stays as it is
     * @throws ClusterException if it may not be created, or is refused
     */
    public boolean create(Piece piece) {
        Target target = target(piece.ref());
        return api.create(target.resource().in(target.namespace()), object(piece))
                .isSuccess();
    }

    /**
     * Makes the change that it is.
     *
     * @return a conflict if the object has changed since it was seen
     * @throws ClusterException if it may not be changed, or the change is refused
     */
    public Outcome improve(Improvement improvement) {
        return improvement instanceof Improvement.WithoutKey withoutKey
                ? previousSlot.write(withoutKey.slot(), withoutKey.slot().anchors())
                : edit((Improvement.Fields) improvement);
    }

    private Outcome edit(Improvement.Fields fields) {
        Target target = target(fields.object());
        Optional<KubeObject> present = api.find(target, Sieve.ALL);
        if (present.isEmpty()) {
            return new Outcome.Conflict(target + " is gone");
        }
        String version = present.get().resourceVersion();
        if (!fields.resourceVersion().isEmpty() && !fields.resourceVersion().equals(version)) {
            return new Outcome.Conflict(target + " has changed meanwhile");
        }
        ObjectNode changed = present.get().json().deepCopy();
        fields.edits().forEach(edit -> apply(edit, changed));
        return Api.outcome(target, api.replace(target, changed));
    }

    private static void apply(Edit edit, ObjectNode object) {
        List<String> parents = edit.path().subList(0, edit.path().size() - 1);
        String last = edit.path().get(parents.size());
        ObjectNode parent = object;
        for (String name : parents) {
            parent = parent.withObjectProperty(name);
        }
        if (edit.isAdded()) {
            ArrayNode list = parent.withArrayProperty(last);
            if (KubeObject.stream(list).noneMatch(edit.wanted()::equals)) {
                list.add(edit.wanted());
            }
        } else {
            parent.set(last, edit.wanted());
        }
    }

    /**
     * Whether the API server knows every field of it.
     *
     * @throws ClusterException if it may not be created, or is refused for another reason
     */
    boolean isUnderstood(Piece piece) {
        Target target = target(piece.ref());
        Answer answer = api.tryCreate(target.resource().in(target.namespace()), STRICT + "&dryRun=All", object(piece));
        if (answer.code() == Answer.BAD_REQUEST && answer.message().contains("unknown field")) {
            return false;
        }
        if (answer.isSuccess() || answer.code() == Answer.CONFLICT) {
            return true;
        }
        throw new ClusterException(target + ": a dry run of its creation was answered with " + answer.code() + " "
                + answer.message() + "; it needs "
                + target.resource().in(target.namespace()).permission("create")
                + ", and cert-manager's webhook must be at work");
    }

    static Target target(ObjectRef ref) {
        Resource resource = KINDS.get(ref.kind());
        if (resource == null) {
            throw new IllegalArgumentException(ref + " is of no kind that a set-up has");
        }
        return resource.named(ref.namespace(), ref.name());
    }

    private static JsonNode object(Piece piece) {
        return Yaml.documents(piece.yaml()).get(0);
    }
}
