package io.capstan.pass;

import io.capstan.cluster.IntentStore;
import io.capstan.telemetry.GroupingKey;
import io.capstan.telemetry.Pushgateway;
import io.capstan.telemetry.TelemetrySettings.Push;
import io.capstan.telemetry.UndeliveredException;
import java.util.Optional;

/**
 * The group of metrics that this installation pushed before its grouping key was changed. A Pushgateway forgets nothing by
 * itself, and the alerts would go on about a cluster that nobody watches under that name any more.
 */
public final class FormerGroup {
    private final IntentStore store;
    private final Push push;

    public FormerGroup(IntentStore store, Push push) {
        this.store = store;
        this.push = push;
    }

    /**
     * Deletes it, if there is one, and remembers the present one.
     *
     * @throws UndeliveredException if it may still be there; it is tried again after the next pass
     */
    public void delete() throws UndeliveredException {
        store.read();
        Optional<GroupingKey> former = store.pushedGroup().flatMap(GroupingKey::find);
        if (former.equals(Optional.of(push.group()))) { // by what it means: written otherwise it is the same group
            return;
        }
        if (former.isPresent()) {
            new Pushgateway(push.pushgateway(), push.group()).delete(former.get());
        }
        store.notePushedGroup(push.group().text());
    }
}
