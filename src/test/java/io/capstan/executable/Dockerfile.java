package io.capstan.executable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The instructions of a Dockerfile, comments dropped and continued lines joined. */
record Dockerfile(List<Instruction> instructions) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

    record Instruction(String name, String arguments) {}

    static Dockerfile read(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R", " ");
        return new Dockerfile(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+", 2))
                .map(words -> new Instruction(words[0], words[1]))
                .toList());
    }

    List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::arguments)
                .toList();
    }

    /** What of it makes up the image: from the last FROM on. */
    Dockerfile lastStage() {
        int from = instructions.lastIndexOf(new Instruction("FROM", last("FROM")));
        return new Dockerfile(instructions.subList(from, instructions.size()));
    }

    /** The words of the ENTRYPOINT, which must be in the form without a shell. */
    List<String> entryPoint() {
        Matcher words = WORD.matcher(last("ENTRYPOINT"));
        return words.results().map(word -> word.group(1)).toList();
    }

    /** The images that stages begin from, other stages left out. */
    List<String> bases() {
        List<String> stages = all("FROM").stream()
                .filter(from -> from.contains(" AS "))
                .map(from -> from.substring(from.indexOf(" AS ") + 4))
                .toList();
        return all("FROM").stream()
                .map(from -> Arrays.asList(from.split(" ")).get(0))
                .filter(base -> !stages.contains(base))
                .toList();
    }

    private String last(String name) {
        List<String> all = all(name);
        if (all.isEmpty()) {
            throw new AssertionError("no " + name);
        }
        return all.get(all.size() - 1);
    }
}
