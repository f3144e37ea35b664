package io.capstan.serve;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The elector's lock, which says in one line why it does not work. The elector itself only logs, with a stack trace, each
 * time that it tries; and whatever is not the client's own exception would end it without a word.
 */
final class OutspokenLock implements Lock {
    private final Lock lock;
    private final String namespace;
    private final Consumer<String> complaints;
    private String last = "";

    OutspokenLock(Lock lock, String namespace, Consumer<String> complaints) {
        this.lock = lock;
        this.namespace = namespace;
        this.complaints = complaints;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        return outspoken(() -> Optional.ofNullable(lock.get(client))).orElse(null);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        outspoken(() -> {
            lock.create(client, record);
            return Optional.empty();
        });
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        outspoken(() -> {
            lock.update(client, record);
            return Optional.empty();
        });
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }

    private <T> T outspoken(Supplier<T> work) {
        try {
            T done = work.get();
            last = "";
            return done;
        } catch (KubernetesClientException e) {
            // A conflict is another candidate who was faster.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                complain(reason(e));
            }
            throw e;
        } catch (RuntimeException e) {
            complain(String.valueOf(e));
            throw new KubernetesClientException(String.valueOf(e.getMessage()), e);
        }
    }

    private void complain(String reason) {
        if (!reason.equals(last)) {
            last = reason;
            complaints.accept("Lease " + namespace + "/" + Leadership.LEASE + " cannot be read or written (" + reason
                    + "), so this process cannot lead; it tries again. Check the API server, and that get, create and"
                    + " patch on leases.coordination.k8s.io are granted there");
        }
    }

    private static String reason(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getMessage)
                .or(() -> Optional.ofNullable(e.getMessage()))
                .flatMap(text -> text.lines().findFirst())
                .orElse("no reason given");
    }
}
