package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything is allowed that has not been forbidden. */
final class AccessRules {
    private static final String USER = "system:serviceaccount:capstan:capstan";

    private record Rule(String verb, String resource) {}

    private final Set<Rule> forbidden = ConcurrentHashMap.newKeySet();

    void forbid(String verb, String resource) {
        forbidden.add(new Rule(verb, resource));
    }

    /**
     * Lets an allowed request pass.
     *
     * @throws ApiFailure 403, in Kubernetes' words
     */
    void require(Request request, String verb, Target target) {
        String resource = resource(target.type().plural(), target.subresource());
        if (request.isInternal() || !forbidden.contains(new Rule(verb, resource))) {
            return;
        }
        ResourceType type = target.type();
        String object = target.name().isEmpty() ? "" : " \"" + target.name() + "\"";
        String scope = target.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + target.namespace() + "\"";
        throw ApiFailure.forbidden(
                type,
                target.name(),
                type.qualifiedPlural() + object + " is forbidden: User \"" + USER + "\" cannot " + verb + " resource \""
                        + resource + "\" in API group \"" + type.group() + "\"" + scope);
    }

    /** The answer to a SelfSubjectAccessReview. */
    ObjectNode review(ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        String verb = Json.text(review, "spec", "resourceAttributes", "verb");
        String resource = resource(
                Json.text(review, "spec", "resourceAttributes", "resource"),
                Json.text(review, "spec", "resourceAttributes", "subresource"));
        answer.putObject("status").put("allowed", !forbidden.contains(new Rule(verb, resource)));
        return answer;
    }

    static String verb(String method, Target target, boolean watches) {
        return switch (method) {
            case "GET" -> watches ? "watch" : target.collection() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> target.collection() ? "deletecollection" : "delete";
            default -> throw ApiFailure.methodNotAllowed();
        };
    }

    private static String resource(String plural, String subresource) {
        return subresource.isEmpty() ? plural : plural + "/" + subresource;
    }
}
