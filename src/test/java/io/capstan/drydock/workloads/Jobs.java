package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs a Job's pods until each has been told to end. Failures are not counted. */
final class Jobs implements Workloads.Controller {
    private final TypedObjects objects;
    private final Looks<Job> looks = new Looks<>();

    Jobs(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return looks.at(cluster.jobs(), cluster::allPodsOf, now, job -> reconcile(job, cluster.allPodsOf(job), now));
    }

    private Instant reconcile(Job job, List<Pod> pods, Instant now) {
        int completions = Replicas.orElse(job.getSpec().getCompletions(), 1);
        int parallelism = Replicas.orElse(job.getSpec().getParallelism(), 1);
        int succeeded = (int)
                pods.stream().filter(pod -> Pods.phase(pod).equals("Succeeded")).count();
        int active = (int) pods.stream().filter(pod -> !Pods.isOver(pod)).count();
        int wanted = Math.min(parallelism, completions - succeeded);
        for (int i = active; i < wanted; i++) {
            create(job);
        }
        report(job, active, succeeded, succeeded >= completions, now);
        return Instant.MAX;
    }

    private void create(Job job) {
        Map<String, String> labels = Map.of("job-name", job.getMetadata().getName());
        Pod pod = Pods.from(job.getSpec().getTemplate(), job, labels)
                .editMetadata()
                .withGenerateName(job.getMetadata().getName() + "-")
                .endMetadata()
                .build();
        objects.create(pod);
    }

    private void report(Job job, int active, int succeeded, boolean complete, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<JobStatus> before = Optional.ofNullable(job.getStatus());
        String completion = before.map(JobStatus::getCompletionTime)
                .filter(Objects::nonNull)
                .orElse(time);
        JobStatusBuilder status = new JobStatusBuilder()
                .withStartTime(before.map(JobStatus::getStartTime).orElse(time))
                .withActive(active)
                .withSucceeded(succeeded);
        if (complete) {
            JobCondition condition = new JobConditionBuilder()
                    .withType("Complete")
                    .withStatus("True")
                    .withLastTransitionTime(completion)
                    .build();
            status.withCompletionTime(completion).withConditions(condition);
        }
        if (!status.build().equals(job.getStatus())) {
            objects.updateStatus(job, status.build());
        }
    }
}
