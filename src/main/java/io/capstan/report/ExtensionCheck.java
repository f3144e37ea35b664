package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.check.Finding;
import io.capstan.check.Group;
import io.capstan.check.Rules;
import io.capstan.check.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A check in the words of {@code linkerd check}, which knows neither news nor what could not be judged: the first is a
 * success, and the second is left out, as linkerd does with a check that it skips.
 */
public record ExtensionCheck(List<Category> categories) {
    private static final String PREFIX = "capstan-";

    /** What can be wrong until a cluster has settled, and passes by itself where nothing is broken. */
    static final Set<String> SETTLING = Set.of(
            "anchor-present",
            "issuer-present",
            "bundle-synced",
            "bundle-has-anchor",
            "bundle-has-issuer-signer",
            "issuer-updated",
            "control-plane-rolled-out",
            "injector-bundle");

    /** What follows from other findings. */
    static final Set<String> CONSEQUENCES = Set.of("rotation-phase", "rotation-deadline", "maintenance-window");

    /** @param name as linkerd shows it, among the categories of its own and of other extensions */
    public record Category(String name, List<Check> checks) {}

    /**
     * @param id the rule's
     * @param description what holds if all is well
     * @param error what was found; empty if all is well
     * @param hint what to do; may be empty
     */
    public record Check(String id, String description, Result result, String error, String hint) {}

    public enum Result {
        SUCCESS,
        WARNING,
        ERROR
    }

    public ExtensionCheck {
        categories = List.copyOf(categories);
    }

    /** @param groups what to show of the check */
    public static ExtensionCheck of(Checkup checkup, Set<Group> groups) {
        return new ExtensionCheck(Stream.of(Group.values())
                .filter(groups::contains)
                .map(group -> new Category(
                        PREFIX + group.title(),
                        checkup.findingsOf(group).stream()
                                .filter(finding -> finding.severity() != Severity.SKIPPED)
                                .map(ExtensionCheck::check)
                                .toList()))
                .filter(category -> !category.checks().isEmpty())
                .toList());
    }

    /**
     * The cluster could not be read.
     *
     * @param why one line
     */
    public static ExtensionCheck unreadable(String why) {
        Check check = new Check("", "the cluster can be read", Result.ERROR, Printable.of(why), "");
        return new ExtensionCheck(List.of(new Category(PREFIX + "cluster", List.of(check))));
    }

    public boolean isSuccess() {
        return all().noneMatch(check -> check.result() == Result.ERROR);
    }

    /** Whether there are errors, and each of them may pass by itself within minutes. */
    public boolean maySettle() {
        List<String> causes = all().filter(check -> check.result() == Result.ERROR)
                .map(Check::id)
                .filter(id -> !CONSEQUENCES.contains(id))
                .toList();
        return !causes.isEmpty() && SETTLING.containsAll(causes);
    }

    private Stream<Check> all() {
        return categories.stream().flatMap(category -> category.checks().stream());
    }

    private static Check check(Finding finding) {
        String description = Rules.ALL.stream()
                .filter(rule -> rule.id().equals(finding.id()))
                .findFirst()
                .orElseThrow()
                .title();
        Result result = switch (finding.severity()) {
            case OK, INFO, SKIPPED -> Result.SUCCESS;
            case WARNING -> Result.WARNING;
            case CRITICAL -> Result.ERROR;
        };
        boolean isWell = result == Result.SUCCESS;
        return new Check(
                finding.id(),
                description,
                result,
                isWell ? "" : Printable.of(finding.object() + ": " + finding.message()),
                isWell ? "" : Printable.of(finding.hint()));
    }
}
