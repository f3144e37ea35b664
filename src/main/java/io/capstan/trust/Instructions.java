package io.capstan.trust;

import io.capstan.pki.Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people have told Capstan by annotations on the anchor's Certificate.
 *
 * @param rotate {@code capstan.io/rotate}: the start of the sha256 of the anchor that is to be retired
 * @param approve {@code capstan.io/approve}: the same, of a rotation that waits for approval
 * @param mistakes annotations that cannot be understood, a line each; they count as absent, but for a pause, which then has
 *     no end
 */
public record Instructions(
        Optional<String> rotate, Optional<String> approve, Optional<Suspension> pause, List<String> mistakes) {
    public static final String ROTATE = "rotate";
    public static final String APPROVE = "approve";

    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{8,64}");

    public Instructions {
        mistakes = List.copyOf(mistakes);
    }

    /** What is written on {@code anchor}; nothing if there is no such Certificate. */
    public static Instructions on(ManagedCertificate anchor) {
        Map<String, String> annotations =
                anchor.resource().map(CertificateResource::annotations).orElse(Map.of());
        return new Reading(anchor.ref(), annotations).instructions();
    }

    /** Whether {@code capstan.io/rotate} names {@code anchor}: an old one that names an anchor that is gone asks nothing. */
    public boolean asksToRetire(Certificate anchor) {
        return rotate.filter(anchor.fingerprint().hex()::startsWith).isPresent();
    }

    /** @param retire sha256 of the anchor that would be retired, in hex */
    public boolean approves(String retire) {
        return approve.filter(retire::startsWith).isPresent();
    }

    /** The pause that stands at {@code now}. */
    public Optional<Suspension> pauseAt(Instant now) {
        return pause.filter(suspension -> !suspension.isOver(now));
    }

    /** Reads annotations and remembers what cannot be understood. */
    private static final class Reading {
        private final ObjectRef object;
        private final Map<String, String> annotations;
        private final List<String> mistakes = new ArrayList<>();

        Reading(ObjectRef object, Map<String, String> annotations) {
            this.object = object;
            this.annotations = annotations;
        }

        Instructions instructions() {
            Optional<String> rotate = prefix(ROTATE);
            Optional<String> approve = prefix(APPROVE);
            Optional<Suspension> pause = value(Suspension.REASON)
                    .map(reason -> new Suspension(
                            reason,
                            value(Suspension.BY).orElse(""),
                            instant(Suspension.SINCE),
                            instant(Suspension.UNTIL)));
            return new Instructions(rotate, approve, pause, mistakes);
        }

        private Optional<String> value(String name) {
            return Optional.ofNullable(annotations.get(name));
        }

        private Optional<String> prefix(String name) {
            Optional<String> value = value(name);
            value.filter(text -> !PREFIX.matcher(text).matches())
                    .ifPresent(text -> mistake(
                            name,
                            text,
                            "the sha256 of the anchor to retire, or its first 8 or more hexadecimal digits"));
            return value.filter(text -> PREFIX.matcher(text).matches());
        }

        private Optional<Instant> instant(String name) {
            return value(name).flatMap(text -> {
                try {
                    return Optional.of(Instant.parse(text));
                } catch (DateTimeException e) {
                    mistake(name, text, "a time such as 2026-03-02T04:00:00Z");
                    return Optional.empty();
                }
            });
        }

        private void mistake(String name, String found, String expected) {
            mistakes.add(object + ": annotation " + CertificateResource.ANNOTATIONS + name + " is '" + found
                    + "'; expected is " + expected);
        }
    }
}
