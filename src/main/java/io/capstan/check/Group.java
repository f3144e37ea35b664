package io.capstan.check;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The headings under which findings are shown. */
public enum Group {
    SET_UP("set-up"),
    ANCHOR("trust-anchor"),
    BUNDLE("trust-bundle"),
    ISSUER("identity-issuer"),
    CONTROL_PLANE("control-plane"),
    DATA_PLANE("data-plane"),
    ROTATION("rotation");

    /** What a set-up makes, before there is a Linkerd that could run well or badly on it. */
    public static final Set<Group> MADE_BY_SETUP =
            Collections.unmodifiableSet(EnumSet.of(SET_UP, ANCHOR, BUNDLE, ISSUER));

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
