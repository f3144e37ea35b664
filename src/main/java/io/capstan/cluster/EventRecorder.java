package io.capstan.cluster;

import io.capstan.report.Notice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes notices as Events, where {@code kubectl describe} and {@code kubectl events} show them. The same notice again
 * is one Event: of what goes on its series counts, what happens once is told once. The API server forgets an Event an hour
 * after its last change. Make one for each pass: what is forbidden in one may be granted in the next.
 */
public final class EventRecorder {
    private static final int LONGEST_INSTANCE = 128;
    private static final int ATTEMPTS = 2;

    private final Api api;
    private final String instance;
    private final Clock clock;
    private final Set<String> closed = new HashSet<>();

    /**
     * @param instance who publishes: the pod's name, or what else tells this process from others; never empty
     * @param clock should go as the API server's does: people read how long ago something happened
     */
    public EventRecorder(KubernetesClient client, String instance, Clock clock) {
        this.api = new Api(client);
        this.instance = instance.length() > LONGEST_INSTANCE ? instance.substring(0, LONGEST_INSTANCE) : instance;
        this.clock = clock;
    }

    /**
     * Publishes {@code notices} in their order. It never throws for what the API server does: to be heard is not worth
     * failing for.
     *
     * @return a line for what could not be published, with why and what to do. Where Events are forbidden in a namespace that
     *     is said once, and all further notices about its objects are passed over, in later calls as well; where the API
     *     server does not answer, the rest of these
     */
    public List<String> publish(List<Notice> notices) {
        List<String> failures = new ArrayList<>();
        for (Notice notice : notices) {
            PublishedEvent event = new PublishedEvent(notice);
            if (closed.contains(event.namespace())) {
                continue;
            }
            Optional<Failure> failure = publish(event);
            if (failure.isPresent()) {
                failures.add(event + " was not published: " + failure.get().why());
                if (failure.get().reach() == Reach.EVERYTHING) {
                    break;
                }
                if (failure.get().reach() == Reach.NAMESPACE) {
                    closed.add(event.namespace());
                }
            }
        }
        return List.copyOf(failures);
    }

    private record Failure(String why, Reach reach) {}

    /** What else would fail for the same cause. */
    private enum Reach {
        NOTHING,
        NAMESPACE,
        EVERYTHING
    }

    private Optional<Failure> publish(PublishedEvent event) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Answer created;
            try {
                created = create(event);
            } catch (ClusterException e) {
                return Optional.of(new Failure(message(e), Reach.EVERYTHING));
            }
            if (created.isSuccess()) {
                return Optional.empty();
            }
            if (created.code() != Answer.CONFLICT) {
                return Optional.of(refused(event, created));
            }
            try {
                if (isTold(event)) {
                    return Optional.empty();
                }
            } catch (ClusterException e) {
                return Optional.of(new Failure(message(e), Reach.NAMESPACE));
            }
        }
        return Optional.of(
                new Failure("others have changed it at the same time; the next pass tries again", Reach.NOTHING));
    }

    private Answer create(PublishedEvent event) {
        return api.tryCreate(
                Resource.PUBLISHED_EVENT.in(event.namespace()), "", event.first(instance, clock.instant()));
    }

    /** Whether the Event that is there already says it; not if it has changed, or run out, since it was met. */
    private boolean isTold(PublishedEvent event) {
        Optional<KubeObject> present = api.find(event.target(), Sieve.ALL);
        if (present.isEmpty()) {
            return false;
        }
        return !event.notice().reason().goesOn()
                || api.patch(event.target(), PublishedEvent.again(present.get(), clock.instant()))
                        .isSuccess();
    }

    private static Failure refused(PublishedEvent event, Answer answer) {
        Target collection = Resource.PUBLISHED_EVENT.in(event.namespace());
        String said = " (" + answer.code() + " " + answer.message() + ")";
        return switch (answer.code()) {
            case Answer.FORBIDDEN ->
                new Failure(
                        collection + " may not be created" + said + "; grant " + collection.permission("create"),
                        Reach.NAMESPACE);
            case Answer.NOT_FOUND ->
                new Failure(collection + " cannot be created" + said + "; does the namespace exist?", Reach.NAMESPACE);
            case Answer.UNPROCESSABLE ->
                new Failure("the API server finds it invalid" + said + "; report this as a bug", Reach.NOTHING);
            default -> new Failure("the API server answered" + said + "; the next pass tries again", Reach.EVERYTHING);
        };
    }

    private static String message(ClusterException failure) {
        return String.valueOf(failure.getMessage());
    }
}
