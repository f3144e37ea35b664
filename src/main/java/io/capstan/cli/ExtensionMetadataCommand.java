package io.capstan.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.capstan.report.JsonText;
import picocli.CommandLine.Command;

/**
 * What {@code linkerd check} asks each {@code linkerd-*} on PATH, to learn whether to run its check on every cluster:
 * {@code ExtensionMetadataOutput} of linkerd2's pkg/healthcheck/healthcheck_output.go. Trust can be checked wherever Linkerd
 * is, whether Capstan runs in the cluster or not, so the answer is yes.
 */
@Command(name = "_extension-metadata", hidden = true)
public final class ExtensionMetadataCommand implements Runnable {
    private final Console console;

    public ExtensionMetadataCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.print(JsonText.of(JsonNodeFactory.instance
                .objectNode()
                .put("name", "linkerd-capstan")
                .put("checks", "always")));
    }
}
