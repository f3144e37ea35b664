package io.capstan.e2e.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command of the documentation and what it is said to print.
 *
 * @param output lines; {@code …} alone stands for any number of them, at the end of a line for the rest of it
 */
record Transcript(String command, List<String> output) {
    private static final String REST = "…";
    /** How a shell asks for the rest of a command. */
    private static final String MORE = "> ";

    static List<Transcript> all(String block) {
        List<Transcript> all = new ArrayList<>();
        for (String part : block.split("(?m)^\\$ ", -1)) {
            if (!part.isBlank()) {
                List<String> lines = part.lines().toList();
                int end = 1;
                while (end < lines.size() && lines.get(end).startsWith(MORE)) {
                    end++;
                }
                String command = lines.subList(0, end).stream()
                        .map(line -> line.startsWith(MORE) ? line.substring(MORE.length()) : line)
                        .collect(Collectors.joining("\n"));
                all.add(new Transcript(command, lines.subList(end, lines.size())));
            }
        }
        return all;
    }

    /** Whether that is what it prints, but for times, spans of time and fingerprints. */
    boolean isKeptBy(String printed) {
        String lines = output.stream().map(Transcript::pattern).collect(Collectors.joining());
        String actual = printed.stripTrailing()
                .lines()
                .map(line -> general(line) + "\n")
                .collect(Collectors.joining());
        return Pattern.compile(lines).matcher(actual).matches();
    }

    private static String pattern(String line) {
        if (line.equals(REST)) {
            return "(?:.*\n)*";
        }
        String start = line.endsWith(REST) ? line.substring(0, line.length() - 1) : line;
        return Pattern.quote(general(start)) + (line.endsWith(REST) ? ".*" : "") + "\n";
    }

    /** The same for every run. */
    private static String general(String line) {
        return Stream.of(
                        new String[] {"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME"},
                        new String[] {"\\b(\\d+[dhms])( \\d+[hms])?\\b", "SPAN"},
                        new String[] {"\\b[0-9a-f]{8,64}\\b", "HEX"})
                .reduce(
                        line.stripTrailing(),
                        (text, rule) -> text.replaceAll(rule[0], rule[1]),
                        (before, after) -> after);
    }
}
