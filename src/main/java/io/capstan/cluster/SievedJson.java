package io.capstan.cluster;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads JSON as a stream, and of it only what a {@link Sieve} keeps. */
final class SievedJson {
    /** Its errors quote nothing: what is no JSON may be a piece of a private key. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(0).build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Sieve sieve;

    private SievedJson(JsonParser parser, Sieve sieve) {
        this.parser = parser;
        this.sieve = sieve;
    }

    /** @throws IOException if {@code json} is no JSON object */
    static ObjectNode object(byte[] json, Sieve sieve) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            SievedJson reader = new SievedJson(parser, sieve);
            reader.expect(parser.nextToken(), JsonToken.START_OBJECT);
            ObjectNode object = reader.object("");
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one JSON object");
            }
            return object;
        }
    }

    /**
     * Hands over the items of a list one by one, and keeps none.
     *
     * @return the token with which the next page is asked for; empty after the last one
     * @throws IOException if {@code json} is no list of objects
     */
    static String items(byte[] json, Sieve sieve, Consumer<ObjectNode> items) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            SievedJson reader = new SievedJson(parser, sieve);
            reader.expect(parser.nextToken(), JsonToken.START_OBJECT);
            return reader.list(items);
        }
    }

    private String list(Consumer<ObjectNode> items) throws IOException {
        String resume = "";
        boolean hasItems = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                resume = object("metadata").path("continue").asText();
            } else if (name.equals("items")) {
                hasItems = true;
                eachItem(value, items);
            } else {
                parser.skipChildren();
            }
        }
        if (!hasItems) {
            throw new JsonParseException(parser, "not a list: it has no items");
        }
        return resume;
    }

    /** A list without members may be {@code null}: Go writes an empty slice so. */
    private void eachItem(JsonToken value, Consumer<ObjectNode> items) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_OBJECT);
            items.accept(object(""));
        }
    }

    private ObjectNode object(String self) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (sieve.of(self, name)) {
                case VALUE -> object.set(name, value(name));
                case WHETHER_EMPTY -> object.put(name, isNonEmptyText());
                case NOTHING -> parser.skipChildren();
            }
        }
        return object;
    }

    private ArrayNode array(String self) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(self));
        }
        return array;
    }

    private JsonNode value(String self) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(self);
            case START_ARRAY -> array(self);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    /** The token's length, not the token: no String is made of it. */
    private boolean isNonEmptyText() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getTextLength() > 0;
        }
        parser.skipChildren();
        return false;
    }

    private void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new JsonParseException(parser, "expected " + wanted + ", found " + found);
        }
    }
}
