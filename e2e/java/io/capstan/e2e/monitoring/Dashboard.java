package io.capstan.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.e2e.stack.RunDirectory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Grafana dashboard of {@code k8s/monitoring}, as far as it asks Prometheus something. */
public record Dashboard(JsonNode model) {
    private static final Path FILE = Path.of("k8s/monitoring/dashboard.json");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((?<series>.+), *(?<label>\\w+)\\)");

    public static Dashboard read() {
        return new Dashboard(Serialization.unmarshal(RunDirectory.read(FILE), JsonNode.class));
    }

    /** The titles of its rows, from the top. */
    List<String> rows() {
        return panels().filter(panel -> panel.path("type").asText().equals("row"))
                .map(panel -> panel.path("title").asText())
                .toList();
    }

    /** Every query of every panel, as Grafana sends it while all clusters are chosen. */
    public List<Query> queries() {
        String all = variables()
                .filter(variable -> variable.path("name").asText().equals("cluster"))
                .map(variable -> variable.path("allValue").asText())
                .findFirst()
                .orElseThrow();
        return panels().flatMap(panel -> Json.elements(panel.path("targets"))
                        .map(target -> new Query(
                                panel.path("title").asText(),
                                target.path("expr").asText().replace("$cluster", all))))
                .toList();
    }

    /** The panels that are no rows and ask nothing. */
    List<String> panelsWithoutQuery() {
        return panels().filter(panel -> !panel.path("type").asText().equals("row"))
                .filter(panel -> panel.path("targets").isEmpty())
                .map(panel -> panel.path("title").asText())
                .toList();
    }

    /** What the variables are filled from. */
    List<Choice> choices() {
        return variables()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable ->
                        LABEL_VALUES.matcher(variable.at("/query/query").asText()))
                .filter(Matcher::matches)
                .map(match -> new Choice(match.group("label"), match.group("series")))
                .toList();
    }

    private Stream<JsonNode> panels() {
        return Json.elements(model.path("panels"));
    }

    private Stream<JsonNode> variables() {
        return Json.elements(model.at("/templating/list"));
    }

    public record Query(String panel, String expression) {
        @Override
        public String toString() {
            return panel + ": " + expression;
        }
    }

    record Choice(String label, String series) {}
}
