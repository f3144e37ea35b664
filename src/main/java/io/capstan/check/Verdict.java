package io.capstan.check;

import io.capstan.trust.ObjectRef;

/** What a rule says of an object; with the rule's id it is a {@link Finding}. */
record Verdict(Severity severity, ObjectRef object, String message, String hint) {
    static Verdict ok(ObjectRef object, String message) {
        return new Verdict(Severity.OK, object, message, "");
    }

    static Verdict info(ObjectRef object, String message) {
        return info(object, message, "");
    }

    static Verdict info(ObjectRef object, String message, String hint) {
        return new Verdict(Severity.INFO, object, message, hint);
    }

    static Verdict warning(ObjectRef object, String message, String hint) {
        return new Verdict(Severity.WARNING, object, message, hint);
    }

    static Verdict critical(ObjectRef object, String message, String hint) {
        return new Verdict(Severity.CRITICAL, object, message, hint);
    }

    /** @param why what is not known, as a sentence */
    static Verdict skipped(ObjectRef object, String why) {
        return skipped(object, why, "");
    }

    static Verdict skipped(ObjectRef object, String why, String hint) {
        return new Verdict(Severity.SKIPPED, object, why, hint);
    }
}
