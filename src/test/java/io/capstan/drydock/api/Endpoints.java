package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Which code answers which path. */
final class Endpoints {
    private final Set<ResourceType> types;
    private final Verbs verbs;
    private final AccessRules access;
    private final Discovery discovery;

    Endpoints(Set<ResourceType> types, Verbs verbs, AccessRules access) {
        this.types = types;
        this.verbs = verbs;
        this.access = access;
        this.discovery = new Discovery(types);
    }

    Answer answer(HttpCall call, Request request) {
        Optional<ObjectNode> document = discovery.document(request.path());
        if (document.isPresent()) {
            return Answer.ok(document.get());
        }
        if (Set.of("/healthz", "/livez", "/readyz").contains(request.path())) {
            return Answer.text(200, "ok");
        }
        Optional<Route> route = Route.of(request.path());
        if (route.isEmpty()) {
            return Answer.pageNotFound();
        }
        if (route.get().plural().equals("selfsubjectaccessreviews")) {
            return Answer.created(access.review(Json.readObject(call.body())));
        }
        return serve(route.get(), call, request);
    }

    private Answer serve(Route route, HttpCall call, Request request) {
        if (route.group().isEmpty() && route.plural().equals("bindings")) {
            Target pods = new Target(ResourceTypes.PODS, route.namespace(), "", "binding");
            access.require(request, "create", pods);
            return verbs.bind(pods, Json.readObject(call.body()), call, request.query());
        }
        Optional<Target> found = target(route);
        if (found.isEmpty()) {
            return route.group().isEmpty() ? Answer.of(ApiFailure.noSuchResource()) : Answer.pageNotFound();
        }
        Target target = found.get();
        access.require(request, AccessRules.verb(request.method(), target, false), target);
        return switch (request.method()) {
            case "GET" ->
                verbs.get(
                        target,
                        request.query(),
                        Representation.accepted(call.header("accept").orElse("")));
            case "POST" -> verbs.create(target, call, request.query());
            case "PUT" -> verbs.update(target, call, request.query());
            case "PATCH" -> verbs.patch(target, call, request.query());
            default -> verbs.delete(target, call, request.query());
        };
    }

    private Optional<Target> target(Route route) {
        return types.stream()
                .filter(type -> type.group().equals(route.group())
                        && type.version().equals(route.version())
                        && type.plural().equals(route.plural()))
                .findFirst()
                .map(type -> new Target(type, route.namespace(), route.name(), route.subresource()))
                .filter(Endpoints::hasSubresource);
    }

    private static boolean hasSubresource(Target target) {
        return switch (target.subresource()) {
            case "" -> true;
            case "status" -> target.type().statusApart();
            case "scale" -> ScaleView.isOffered(target.type());
            case "binding" -> target.type().equals(ResourceTypes.PODS);
            default -> false;
        };
    }

    /** The collection that a watch asks for, if the request is one. */
    Optional<Target> watched(Request request) {
        String watch = request.query().getOrDefault("watch", "");
        if (!request.method().equals("GET") || !(watch.equals("true") || watch.equals("1"))) {
            return Optional.empty();
        }
        return Route.of(request.path()).flatMap(this::target);
    }
}
