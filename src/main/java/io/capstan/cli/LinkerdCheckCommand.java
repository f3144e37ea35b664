package io.capstan.cli;

import io.capstan.check.Group;
import io.capstan.cluster.ClusterException;
import io.capstan.report.ExtensionCheck;
import io.capstan.report.ExtensionCheckJson;
import io.capstan.report.ExtensionCheckText;
import io.capstan.report.JsonText;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code linkerd capstan check}, which {@code linkerd check} calls too: linkerd2, EXTENSIONS.md and cli/cmd/check.go. Flags
 * that a later linkerd hands on are let pass. Writes nothing.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the trust anchor, the identity issuer, the bundle and everyone who trusts them.",
            "linkerd check does the same for every installed extension."
        },
        footer = {
            "",
            "Exit codes: 0 nothing is broken (there may be warnings), 1 something is, 3 the cluster could not be read,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} check --proxy -n emojivoto"
        })
public final class LinkerdCheckCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Console console;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|short",
            defaultValue = "table",
            description = "How the result is written: ${COMPLETION-CANDIDATES}; short is only what is not well.")
    private Kind kind = Kind.TABLE;

    @Option(
            names = "--wait",
            paramLabel = "D",
            defaultValue = "5m",
            description = {
                "How long what is broken may take to pass (default: ${DEFAULT-VALUE}).",
                "It is waited for only while nothing else is broken than what may pass by itself."
            })
    private String wait = "5m";

    @Option(
            names = "--pre",
            arity = "0..1",
            fallbackValue = "true",
            description = "Check only what has to be right before Capstan is installed.")
    private boolean before;

    @Option(names = "--proxy", arity = "0..1", fallbackValue = "true", description = "Check only the data plane.")
    private boolean proxy;

    @Option(
            names = {"--cli-version-override", "--expected-version"},
            hidden = true,
            description = "Taken and not looked at: this check compares no versions.")
    @SuppressWarnings("UnusedVariable")
    private String version = "";

    @Mixin
    private MeshScope scope = new MeshScope();

    @Spec
    private @Nullable CommandSpec spec;

    /** How results are written. */
    enum Kind {
        TABLE,
        JSON,
        SHORT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LinkerdCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<Group> groups = groups();
        Duration limit = Durations.parse(wait)
                .orElseThrow(() -> wrong("--wait is '" + wait + "'; expected a duration such as 30s or 5m0s"));
        try {
            ExtensionCheck check = settled(console.workbench(), groups, limit);
            show(check);
            return check.isSuccess() ? ExitCode.OK : BROKEN;
        } catch (ClusterException e) {
            if (kind != Kind.JSON) {
                throw e;
            }
            show(ExtensionCheck.unreadable(String.valueOf(e.getMessage())));
            return ExitCode.CLUSTER;
        }
    }

    private ExtensionCheck settled(Workbench bench, Set<Group> groups, Duration limit) throws InterruptedException {
        Instant end = bench.clock().instant().plus(limit);
        ExtensionCheck check = ExtensionCheck.of(bench.checkup(scope.namespace()), groups);
        while (check.maySettle() && bench.clock().instant().plus(BETWEEN_LOOKS).isBefore(end)) {
            bench.sleeper().sleep(BETWEEN_LOOKS);
            check = ExtensionCheck.of(bench.checkup(scope.namespace()), groups);
        }
        return check;
    }

    private void show(ExtensionCheck check) {
        console.print(
                switch (kind) {
                    case TABLE -> ExtensionCheckText.table(check, console.marks(), console.width());
                    case SHORT -> ExtensionCheckText.brief(check, console.marks(), console.width());
                    case JSON -> JsonText.of(ExtensionCheckJson.of(check));
                });
    }

    private Set<Group> groups() {
        if (before && proxy) {
            throw wrong("--pre and --proxy are given; expected one of them");
        }
        return before ? Group.MADE_BY_SETUP : proxy ? EnumSet.of(Group.DATA_PLANE) : EnumSet.allOf(Group.class);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
