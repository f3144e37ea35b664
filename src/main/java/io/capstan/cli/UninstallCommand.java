package io.capstan.cli;

import picocli.CommandLine.Command;

/** Prints what {@link InstallCommand} has printed, to be deleted. Writes nothing, and asks no cluster. */
@Command(
        name = "uninstall",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the objects of install, for kubectl delete: Capstan's own, none of the cluster's trust.",
            "Reports of rotations stay, as ConfigMap capstan-rotation in capstan.namespace."
        },
        footer = {"", "Example: ${ROOT-COMMAND-NAME} uninstall | kubectl delete -f -"})
public final class UninstallCommand implements Runnable {
    private final Console console;

    public UninstallCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.print(OwnManifests.toDelete());
    }
}
