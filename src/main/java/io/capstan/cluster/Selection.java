package io.capstan.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Which members of a collection are wanted; empty selectors select all. */
record Selection(String labels, String fields) {
    static final Selection ALL = new Selection("", "");

    /** Pods that will never run again hold nothing and verify nothing. */
    static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";

    static Selection labelled(String labels) {
        return new Selection(labels, "");
    }

    static Selection unfinished(String labels) {
        return new Selection(labels, UNFINISHED);
    }

    /** The query of one page; {@code resume} is the token that the page before ended with, or empty. */
    String page(int limit, String resume) {
        return "?limit=" + limit
                + parameter("labelSelector", labels)
                + parameter("fieldSelector", fields)
                + parameter("continue", resume);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
