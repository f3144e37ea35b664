package io.capstan.cluster;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Kubernetes' MicroTime: six digits after the second, always (apimachinery, pkg/apis/meta/v1/micro_time.go). */
final class MicroTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private MicroTime() {}

    static String text(Instant instant) {
        return FORMAT.format(instant);
    }
}
