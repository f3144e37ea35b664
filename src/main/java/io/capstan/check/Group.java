package io.capstan.check;

/** The headings under which findings are shown. */
public enum Group {
    SET_UP("set-up"),
    ANCHOR("trust-anchor"),
    BUNDLE("trust-bundle"),
    ISSUER("identity-issuer"),
    CONTROL_PLANE("control-plane"),
    DATA_PLANE("data-plane"),
    ROTATION("rotation");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
