package io.capstan.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chance that can be had again: the same seed throws the same numbers. */
public final class Dice {
    /** Characters that a grammar of names, numbers, times and PEM makes something of, and some that steer a terminal. */
    private static final String ALPHABET =
            "abzAZ0159 -_./:*,+=@${}[]()<>#%&?!'\"\\\t\r\n\0\u001b\u0085\u009b\u202e\u2066\u200b\ufeff\u00e9\u0660\u212a";

    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** From 0 to {@code bound} - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code n} throws. */
    public boolean oneIn(int n) {
        return below(n) == 0;
    }

    public <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return of(List.of(choices));
    }

    /** Characters of any kind; now and then a great many. */
    public String text() {
        int length = oneIn(40) ? 10_000 : below(12);
        return Stream.generate(this::character).limit(length).collect(Collectors.joining());
    }

    private String character() {
        return oneIn(12)
                ? Character.toString(below(Character.MAX_CODE_POINT + 1))
                : Character.toString(ALPHABET.charAt(below(ALPHABET.length())));
    }

    /** {@code text} with a few places changed: characters of it left out, doubled, exchanged, or others put in. */
    public String damaged(String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int places = 1 + below(3); places > 0; places--) {
            int at = below(damaged.length() + 1);
            int to = Math.min(damaged.length(), at + below(8));
            switch (below(4)) {
                case 0 -> damaged.delete(at, to);
                case 1 -> damaged.insert(at, damaged.substring(at, to));
                case 2 -> damaged.replace(at, to, character());
                default -> damaged.insert(at, character());
            }
        }
        return damaged.toString();
    }

    /** The same for bytes. */
    public byte[] damaged(byte[] bytes) {
        if (oneIn(4)) {
            String latin = new String(bytes, StandardCharsets.ISO_8859_1);
            return damaged(latin).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] damaged = bytes.clone();
        for (int places = 1 + below(3); places > 0; places--) {
            damaged[below(damaged.length)] = (byte) below(256);
        }
        return damaged;
    }
}
