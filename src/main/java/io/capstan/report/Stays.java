package io.capstan.report;

import io.capstan.report.RotationReport.Stay;
import io.capstan.rotation.Journal.Seen;
import io.capstan.rotation.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a rotation stayed in which phase. */
final class Stays {
    private Stays() {}

    static List<Stay> of(List<Seen> seen, Instant end) {
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            Seen entry = seen.get(i);
            Duration took = Duration.between(
                    entry.at(), i + 1 < seen.size() ? seen.get(i + 1).at() : end);
            if (entry.phase() == Phase.CONVERGING && took.isZero()) {
                continue; // the documented order only notes here that identity is on the new issuer
            }
            int last = stays.size() - 1;
            if (last >= 0 && stays.get(last).phase() == entry.phase()) {
                stays.set(last, longer(stays.get(last), took));
            } else {
                stays.add(new Stay(entry.phase(), entry.at(), took));
            }
        }
        return stays;
    }

    static Map<Phase, Duration> perPhase(List<Stay> stays) {
        Map<Phase, Duration> times = new LinkedHashMap<>();
        stays.forEach(stay -> times.merge(stay.phase(), stay.took(), Duration::plus));
        return times;
    }

    private static Stay longer(Stay stay, Duration more) {
        return new Stay(stay.phase(), stay.entered(), stay.took().plus(more));
    }
}
