package io.capstan.check;

import java.util.function.Function;

/**
 * One question about a cluster.
 *
 * @param id does not change: alerts, scripts and documentation speak of it
 * @param title what holds if all is well, as a clause
 * @param judgement pure, and never throws whatever the cluster holds
 */
public record Rule(Group group, String id, String title, Function<Examination, Verdict> judgement) {
    /** What this rule finds. */
    public Finding examine(Examination examination) {
        Verdict verdict = judgement.apply(examination);
        return new Finding(id, verdict.severity(), verdict.object().toString(), verdict.message(), verdict.hint());
    }
}
