package io.capstan.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Flags of linkerd that an extension must take though they do not concern it (linkerd2, EXTENSIONS.md). Those that do are in
 * {@link ClusterOptions}.
 */
@SuppressWarnings("UnusedVariable")
final class LinkerdFlags {
    @Option(
            names = "--api-addr",
            scope = ScopeType.INHERIT,
            hidden = true,
            paramLabel = "HOST:PORT",
            description = "Taken and not looked at: Capstan does not talk to Linkerd's own API.")
    private String apiAddress = "";

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            hidden = true,
            arity = "0..1",
            fallbackValue = "true",
            description = "Taken and not looked at: Capstan has no more to say.")
    private boolean verbose;
}
