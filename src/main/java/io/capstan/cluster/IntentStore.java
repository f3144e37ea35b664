package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.report.History;
import io.capstan.report.RotationReport;
import io.capstan.rotation.Held;
import io.capstan.rotation.Intent;
import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where the Intent is kept, and the reports of rotations that are over: ConfigMap {@code capstan-rotation}. Its other entries
 * are left as they are.
 *
 * <p>Writes depend on what was last read through this store: read before the first write, and again after a conflict.
 */
public final class IntentStore {
    public static final String NAME = "capstan-rotation";

    private static final String INTENT = "intent";
    private static final String HELD = "held";
    private static final String PUSHED_GROUP = "pushed-group";

    private final Api api;
    private final Target target;
    private final int mostReports;
    private Optional<KubeObject> seen = Optional.empty();

    /** @param mostReports how many reports are kept, at least 1 */
    public IntentStore(KubernetesClient client, Installation installation, int mostReports) {
        this.api = new Api(client);
        this.target = Resource.CONFIG_MAP.named(installation.ownNamespace(), NAME);
        this.mostReports = mostReports;
    }

    /**
     * What is wanted at present, if anything is.
     *
     * @throws ClusterException if it may not be read, or what is there is no Intent
     */
    public Optional<Intent> read() {
        seen = api.find(target, Sieve.ALL);
        return seen.flatMap(this::intent);
    }

    /** What held the rotation at the end of the last pass, by the last {@link #read}. */
    public Optional<Held> held() {
        return seen.flatMap(configMap -> entry(configMap, HELD)).flatMap(HeldText::read);
    }

    /**
     * Notes what holds the rotation, or that nothing does.
     *
     * @return a conflict if somebody has written since it was last read here
     */
    public Outcome note(Optional<Held> held) {
        return update(data -> {
            data.remove(HELD);
            held.ifPresent(present -> data.put(HELD, HeldText.write(present)));
        });
    }

    /** The group that metrics were last pushed to, by the last {@link #read}. */
    public Optional<String> pushedGroup() {
        return seen.flatMap(configMap -> entry(configMap, PUSHED_GROUP));
    }

    /** @return a conflict if somebody has written since it was last read here */
    public Outcome notePushedGroup(String group) {
        return update(data -> data.put(PUSHED_GROUP, group));
    }

    /** The reports that are kept. No write depends on this reading. */
    public History history() {
        return api.find(target, Sieve.ALL).map(this::history).orElse(History.NONE);
    }

    /** The report of the rotation that came to its end last, of those that can be understood. */
    public Optional<RotationReport> lastCompleted() {
        return history().newest();
    }

    /**
     * Puts {@code intent} in the place of the one before. Where both have no room, the oldest reports go.
     *
     * @return a conflict if somebody else has written since it was last read here
     */
    public Outcome write(Intent intent) {
        Outcome outcome = update(data -> data.put(INTENT, pretty(IntentJson.write(intent))));
        return doneIf(outcome, present -> intent(present).equals(Optional.of(intent)));
    }

    /**
     * Ends a rotation: in one write its intent goes and its {@code report} comes; the oldest reports go where there are too
     * many, or too large ones.
     *
     * @return a conflict if somebody else has written since it was last read here
     */
    public Outcome archive(RotationReport report) {
        Outcome outcome = update(data -> {
            data.remove(INTENT);
            ReportEntries.add(data, report);
        });
        return doneIf(
                outcome,
                present -> intent(present).isEmpty()
                        && history(present).find(report.id()).isPresent());
    }

    /** A write may have been done though its answer was lost; sent again, it then meets what it has written itself. */
    private Outcome doneIf(Outcome outcome, Predicate<KubeObject> isWritten) {
        if (outcome.isDone()) {
            return outcome;
        }
        Optional<KubeObject> ours = api.find(target, Sieve.ALL).filter(isWritten);
        if (ours.isEmpty()) {
            return outcome;
        }
        seen = ours;
        return new Outcome.Done();
    }

    private Optional<Intent> intent(KubeObject configMap) {
        return entry(configMap, INTENT).map(this::understand);
    }

    private History history(KubeObject configMap) {
        return ReportEntries.read(target, configMap.json().path("data"));
    }

    private static Optional<String> entry(KubeObject configMap, String key) {
        return KubeObject.text(configMap.json().path("data").path(key));
    }

    private Outcome update(Consumer<ObjectNode> change) {
        ObjectNode configMap =
                seen.map(present -> (ObjectNode) present.json().deepCopy()).orElseGet(this::empty);
        ObjectNode data = configMap.withObjectProperty("data");
        change.accept(data);
        ReportEntries.trim(data, mostReports);
        Answer answer = seen.isPresent()
                ? api.replace(target, configMap)
                : api.create(Resource.CONFIG_MAP.in(target.namespace()), configMap);
        Outcome outcome = Api.outcome(target, answer);
        if (outcome.isDone()) {
            seen = Optional.of(Api.written(target, answer));
        }
        return outcome;
    }

    private ObjectNode empty() {
        ObjectNode configMap = JsonNodeFactory.instance.objectNode();
        configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
        configMap.putObject("metadata").put("name", target.name()).put("namespace", target.namespace());
        return configMap;
    }

    private Intent understand(String text) {
        try {
            return IntentJson.read(SievedJson.object(text.getBytes(StandardCharsets.UTF_8), Sieve.ALL));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new ClusterException(
                    target + ": its entry " + INTENT + " cannot be understood (" + Api.reason(e)
                            + "); mend it, or remove that entry: a rotation then finds out anew where it stands",
                    e);
        }
    }

    private static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
