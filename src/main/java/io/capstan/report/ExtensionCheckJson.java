package io.capstan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What {@code linkerd check} reads from the {@code check -o json} of an extension: {@code CheckOutput} of linkerd2's
 * pkg/healthcheck/healthcheck_output.go. An error or a warning is one only if its {@code error} is not empty. Linkerd takes
 * {@code hint} for a URL and prints {@code see … for hints}; so what to do stands in {@code error}, after what was found.
 */
public final class ExtensionCheckJson {
    private ExtensionCheckJson() {}

    public static ObjectNode of(ExtensionCheck check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("success", check.isSuccess());
        ArrayNode categories = json.putArray("categories");
        check.categories().forEach(category -> {
            ArrayNode checks =
                    categories.addObject().put("categoryName", category.name()).putArray("checks");
            category.checks().forEach(one -> checks.add(of(one)));
        });
        return json;
    }

    private static ObjectNode of(ExtensionCheck.Check check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("description", check.description());
        if (!check.error().isEmpty()) {
            json.put("error", check.hint().isEmpty() ? check.error() : check.error() + "; " + check.hint());
        }
        return json.put("result", check.result().name().toLowerCase(Locale.ROOT));
    }
}
