package io.capstan.telemetry;

import io.capstan.telemetry.Matcher.Operator;
import io.capstan.window.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads {@code label="value",…}, in one go from left to right. Values stand in double or single quotes, with the escapes that
 * people use in them, or in backquotes, where a backslash is itself (Prometheus, "Expression language basics", string
 * literals). A comma may stand at the end.
 */
final class MatcherSyntax {
    private final String text;
    private int at;

    MatcherSyntax(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with what is wrong, in words */
    List<Matcher> read() {
        List<Matcher> matchers = new ArrayList<>();
        skipSpace();
        while (!isAtEnd()) {
            matchers.add(matcher());
            skipSpace();
            if (!isAtEnd()) {
                expect(',');
                skipSpace();
            }
        }
        if (matchers.isEmpty()) {
            throw wrong("a label's name");
        }
        return List.copyOf(matchers);
    }

    private Matcher matcher() {
        String label = label();
        skipSpace();
        Operator operator = operator();
        skipSpace();
        return Matcher.of(label, operator, value());
    }

    private String label() {
        int start = at;
        while (!isAtEnd() && isOfLabel(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw wrong("a label's name");
        }
        return text.substring(start, at);
    }

    private static boolean isOfLabel(char character, boolean isFirst) {
        boolean isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return isLetter || character == '_' || (!isFirst && character >= '0' && character <= '9');
    }

    /** The longest that is there: {@code =~} is not {@code =}. */
    private Operator operator() {
        Operator found = Stream.of(Operator.MATCHES, Operator.MATCHES_NOT, Operator.NOT_EQUAL, Operator.EQUAL)
                .filter(operator -> text.startsWith(operator.text(), at))
                .findFirst()
                .orElseThrow(() -> wrong("one of =, !=, =~ and !~"));
        at += found.text().length();
        return found;
    }

    private String value() {
        if (isAtEnd() || "\"'`".indexOf(text.charAt(at)) < 0) {
            throw wrong("a value in quotes");
        }
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (!isAtEnd() && text.charAt(at) != quote) {
            boolean isEscape = text.charAt(at) == '\\' && quote != '`';
            value.append(isEscape ? escaped() : text.charAt(at));
            at++;
        }
        expect(quote);
        return value.toString();
    }

    private char escaped() {
        at++;
        char meant = isAtEnd() ? ' ' : text.charAt(at);
        return switch (meant) {
            case '\\', '"', '\'' -> meant;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw wrong("one of \\ \" ' n r t after a backslash (a regular expression needs two of these)");
        };
    }

    private void expect(char wanted) {
        if (isAtEnd() || text.charAt(at) != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    private void skipSpace() {
        while (!isAtEnd() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    private IllegalArgumentException wrong(String expected) {
        String found = isAtEnd() ? "the end" : Quoted.of(text.substring(at, at + 1));
        return new IllegalArgumentException(
                "at character " + (at + 1) + " stands " + found + " instead of " + expected);
    }
}
