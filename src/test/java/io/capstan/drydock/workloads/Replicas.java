package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** Numbers of pods, as the fields of workloads say them. */
final class Replicas {
    private Replicas() {}

    static int orElse(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    /** A number or a share of the whole; a share is rounded up for surge and down for unavailability. */
    static int share(@Nullable IntOrString value, int whole, boolean up) {
        if (value == null) {
            return 0;
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        double exact = Integer.parseInt(text.substring(0, text.length() - 1)) * whole / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }
}
