package io.capstan.drydock.workloads;

import io.capstan.drydock.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A controller's looks at the objects of its kind: none at one that is as it was, with all that belongs to it, until the time
 * has come that the last look named. What is listed is told apart by identity: see {@code TypedObjects}.
 */
final class Looks<T extends HasMetadata> {
    private Map<String, Look> last = Map.of();

    private record Look(List<?> seen, Instant wanted) {
        boolean stillHolds(List<?> now, Instant time) {
            return wanted.isAfter(time) && areSame(seen, now);
        }

        private static boolean areSame(List<?> one, List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (one.get(i) != other.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    static List<?> together(List<?>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }

    /**
     * @param others what the look depends on beside the object itself
     * @param look does what there is to do, and says when it wants to look again
     * @return the earliest of what is wanted
     */
    Instant at(List<T> objects, Function<T, List<?>> others, Instant now, Function<T, Instant> look) {
        Map<String, Look> looks = new HashMap<>();
        for (T object : objects) {
            String uid = object.getMetadata().getUid();
            List<?> seen = together(List.of(object), others.apply(object));
            looks.put(
                    uid,
                    Optional.ofNullable(last.get(uid))
                            .filter(before -> before.stillHolds(seen, now))
                            .orElseGet(() -> new Look(seen, look.apply(object))));
        }
        last = looks;
        return looks.values().stream().map(Look::wanted).min(Instant::compareTo).orElse(Program.NEVER);
    }
}
