package io.capstan.cli;

import io.capstan.check.Checkup;
import io.capstan.report.CertificateLines;
import io.capstan.report.CheckJson;
import io.capstan.report.CheckText;
import io.capstan.report.JsonText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the whole trust set-up and says what is wrong with it. Writes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks the trust anchor, the identity issuer, the bundle and everyone who trusts them.",
        footer = {
            "",
            "Exit codes: 0 well, 1 warnings, 2 something is broken or will be, 3 the cluster, or the trust anchor, could"
                    + " not be read, 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} check -o json"
        })
public final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Format format = new Format();

    @Mixin
    private MeshScope scope = new MeshScope();

    @Option(
            names = "--certificates",
            description =
                    "Print the Issuer and Subject lines of every certificate, as inspect_cert of Linkerd's documentation.")
    private boolean certificates;

    public CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<String> namespace = scope.namespace();
        Workbench bench = console.workbench();
        namespace.ifPresent(name -> MeshScope.requireThere(name, bench));
        Checkup checkup = bench.checkup(namespace);
        if (certificates) {
            console.print(CertificateLines.of(checkup.certificates()));
            return ExitCode.OK;
        }
        console.print(
                format.isJson()
                        ? JsonText.of(CheckJson.of(checkup))
                        : CheckText.of(checkup, console.marks(), console.width()));
        return checkup.exitCode();
    }
}
