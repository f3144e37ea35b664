package io.capstan.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON that was well once, with members exchanged for what nobody expects there, or not even JSON any more. */
public final class HostileJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HTML = "<!DOCTYPE html><html><body>Please <b>log in</b></body></html>";
    private static final List<String> TIMES = List.of(
            "9999-12-31T23:59:59Z",
            "1969-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "2026-13-45T99:99:99Z",
            "2026-03-02",
            "yesterday");
    private static final List<String> AMOUNTS = List.of(
            "99999999999999999999h",
            "292y",
            "1e309s",
            "-5m",
            "9223372036s",
            "2562047h47m16s",
            "0",
            "-1",
            "2147483648%");
    private static final List<String> RAW = List.of(
            "null",
            "true",
            "0",
            "-1",
            "2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "1e400",
            "-0.0",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "\"\"");

    private final Dice dice;

    public HostileJson(Dice dice) {
        this.dice = dice;
    }

    /** Another text than {@code json}, which is an object. */
    public String damaged(String json) {
        if (dice.oneIn(6)) {
            return torn(json);
        }
        JsonNode tree = tree(json);
        if (dice.oneIn(3)) {
            String type = dice.of("time", "number", "text");
            String value = type.equals("time") ? quoted(dice.of(TIMES)) : value();
            exchangeEach(tree, type, new RawValue(value));
            return tree.toString();
        }
        for (int places = 1 + dice.below(4); places > 0; places--) {
            List<ContainerNode<?>> containers = new ArrayList<>();
            collect(tree, containers);
            change(dice.of(containers));
        }
        return tree.toString();
    }

    private String torn(String json) {
        return switch (dice.below(6)) {
            case 0 -> "";
            case 1 -> HTML;
            case 2 -> json + json;
            case 3 -> dice.damaged(json);
            case 4 -> "[".repeat(100_000);
            default -> json.substring(0, dice.below(json.length()));
        };
    }

    /** Every time, every number or every other text. */
    private static void exchangeEach(JsonNode node, String type, RawValue value) {
        node.forEach(member -> exchangeEach(member, type, value));
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).stream()
                    .filter(member -> type(member.getValue()).equals(type))
                    .forEach(member -> object.putRawValue(member.getKey(), value));
        }
    }

    private static String type(JsonNode node) {
        if (node.isNumber()) {
            return "number";
        }
        String text = node.isTextual() ? node.textValue() : "";
        return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*Z") ? "time" : node.isTextual() ? "text" : "";
    }

    private void change(ContainerNode<?> container) {
        if (container instanceof ArrayNode array) {
            int at = dice.below(array.size() + 1);
            array.insertRawValue(at, new RawValue(value()));
        } else if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || dice.oneIn(10) ? dice.text() : dice.of(names);
            if (dice.oneIn(6)) {
                object.remove(name);
            } else {
                object.putRawValue(name, new RawValue(value()));
            }
        }
    }

    private String value() {
        return switch (dice.below(6)) {
            case 0 -> quoted(dice.of(TIMES));
            case 1 -> quoted(dice.of(AMOUNTS));
            case 2 -> quoted(dice.text());
            case 3 -> quoted(new HostilePem(dice).text());
            case 4 -> dice.oneIn(8) ? nested() : dice.of(RAW);
            default -> dice.of(RAW);
        };
    }

    /** Deep, but not too deep for a reader of JSON; or far too deep. */
    private String nested() {
        int depth = dice.of(100, 900, 20_000);
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
        }
        if (node instanceof ObjectNode object) {
            object.properties().stream().map(Map.Entry::getValue).forEach(member -> collect(member, containers));
        } else {
            node.forEach(member -> collect(member, containers));
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
