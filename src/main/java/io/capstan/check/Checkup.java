package io.capstan.check;

import io.capstan.rotation.Deadline;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.window.MaintenanceWindows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a check.
 *
 * @param phase empty if there is no readable anchor
 * @param deadline when mTLS breaks if nobody acts; empty if there is no readable anchor
 * @param findings one of each rule, in the order of {@link Rules#ALL}
 * @param windows when what disturbs users may be done
 * @param now when it was
 */
public record Checkup(
        Status status,
        Optional<Phase> phase,
        Optional<Deadline> deadline,
        List<Finding> findings,
        List<ExaminedCertificate> certificates,
        MaintenanceWindows windows,
        Instant now) {
    public Checkup {
        findings = List.copyOf(findings);
        certificates = List.copyOf(certificates);
    }

    /** @param intent the rotation that is under way, if one is: what it remembers tells more */
    public static Checkup of(Snapshot snapshot, Policy policy, Optional<Intent> intent) {
        return of(snapshot, policy, intent, Optional.empty());
    }

    /** @param namespace the one whose data plane is examined; all else is about the whole mesh even so */
    public static Checkup of(Snapshot snapshot, Policy policy, Optional<Intent> intent, Optional<String> namespace) {
        Examination examination = Examination.of(snapshot, policy, intent);
        Examination ofDataPlane = namespace.map(examination::withDataPlaneOf).orElse(examination);
        List<Finding> findings = Rules.ALL.stream()
                .map(rule -> rule.examine(rule.group() == Group.DATA_PLANE ? ofDataPlane : examination))
                .toList();
        return new Checkup(
                Status.of(findings, examination.trust().isPresent()),
                examination.phase(),
                examination.deadline(),
                findings,
                ExaminedCertificate.of(snapshot),
                policy.schedule().windows(),
                snapshot.now());
    }

    /** One finding of each rule of {@code group}, in the order of the rules. */
    public List<Finding> findingsOf(Group group) {
        return Rules.ALL.stream()
                .filter(rule -> rule.group() == group)
                .flatMap(
                        rule -> findings.stream().filter(finding -> finding.id().equals(rule.id())))
                .toList();
    }

    /** 0 well, 1 warnings, 2 something is broken or will be soon, 3 the trust anchor could not be read. */
    public int exitCode() {
        return status.exitCode();
    }

    /** Whether something of these groups is broken, or will be soon. */
    public boolean isBroken(Set<Group> groups) {
        return groups.stream()
                .flatMap(group -> findingsOf(group).stream())
                .anyMatch(finding -> finding.severity() == Severity.CRITICAL);
    }

    /** As people and programs write it: {@code steady}; {@code unknown} where there is no readable anchor. */
    public String phaseText() {
        return phase.map(Phase::text).orElse("unknown");
    }
}
