package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the token that brings the next part, or empty at the end
 * @param remaining how many objects come after this part; unknown where a selector is set
 */
record Page(List<ObjectNode> objects, String next, Optional<Integer> remaining) {

    /** Where a list goes on: behind which key, and of which version of the store. */
    record Token(long version, String afterKey) {
        static final Token START = new Token(Long.MAX_VALUE, "");

        String encoded() {
            byte[] bytes = (version + " " + afterKey).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /**
         * Reads a token back.
         *
         * @throws ApiFailure 400 if it is none of ours
         */
        static Token decode(String text) {
            if (text.isEmpty()) {
                return START;
            }
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
                return new Token(Long.parseLong(parts[0]), parts[1]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw ApiFailure.badRequest("continue key is not valid: " + e.getMessage());
            }
        }
    }
}
