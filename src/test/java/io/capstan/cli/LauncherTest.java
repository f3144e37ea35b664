package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of src/main/bin and src/main/aot, unpacked and linked to. A stand-in for Java says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path LAUNCHERS = Path.of("src/main/bin");
    private static final String STAND_IN =
            "#!/bin/sh\necho \"as=${CAPSTAN_INVOKED_AS:-}\"\nfor word in \"$@\"; do echo \"[$word]\"; done\n";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("unpacked app/bin"));
        Path path = Files.createDirectories(folder.resolve("path"));
        try (Stream<Path> launchers = Files.list(LAUNCHERS)) {
            for (Path launcher : launchers.toList()) {
                String name = launcher.getFileName().toString();
                Files.copy(launcher, bin.resolve(name));
                Files.createSymbolicLink(path.resolve(name), Path.of("../unpacked app/bin", name));
            }
        }
        Files.copy(Path.of("src/main/aot/train"), folder.resolve("unpacked app/train"));
        executable(path.resolve("java"), STAND_IN);
    }

    @Test
    void findTheProgramBesideThemselvesThroughALink() throws Exception {
        List<String> lines = run("capstan", Map.of(), "check", "--context", "two words");
        assertThat(lines)
                .startsWith("as=")
                .endsWith("[" + app().resolve("quarkus-run.jar") + "]", "[check]", "[--context]", "[two words]");
    }

    @Test
    void sayUnderWhichNameTheyWereStarted() throws Exception {
        assertThat(run("kubectl-capstan", Map.of(), "check"))
                .startsWith("as=kubectl")
                .endsWith("[check]");
        assertThat(run("linkerd-capstan", Map.of(), "check"))
                .startsWith("as=linkerd")
                .endsWith("[check]");
        assertThat(Invocation.of(Optional.of("kubectl"))).isEqualTo(Invocation.KUBECTL);
        assertThat(Invocation.of(Optional.of("linkerd"))).isEqualTo(Invocation.LINKERD);
        assertThat(Invocation.of(Optional.of("sh"))).isEqualTo(Invocation.CAPSTAN);
    }

    @Test
    void sayOnWhichMachineTheyRunWhereNothingElseDoes() throws Exception {
        executable(folder.resolve("path/uname"), "#!/bin/sh\necho the-machine\n");
        executable(folder.resolve("path/java"), "#!/bin/sh\nprintenv HOSTNAME\n");
        assertThat(run("capstan", Map.of("HOSTNAME", ""), "rotate")).containsExactly("the-machine");
        assertThat(run("capstan", Map.of("HOSTNAME", "a-pod"), "rotate")).containsExactly("a-pod");
    }

    @Test
    void handWhatKubectlAsksToTheCompletion() throws Exception {
        assertThat(run("kubectl_complete-capstan", Map.of(), "check", "--ou"))
                .endsWith("[__complete]", "[--]", "[check]", "[--ou]");
    }

    @Test
    void findTheProgramThroughALinkToALink() throws Exception {
        Files.createSymbolicLink(folder.resolve("path/kubectl-again"), Path.of("kubectl-capstan"));
        assertThat(run("kubectl-again", Map.of(), "check"))
                .startsWith("as=kubectl")
                .endsWith("[check]");
    }

    @Test
    void bearNoNameThatAnotherProgramOnThePathMayHave() throws IOException {
        try (Stream<Path> launchers = Files.list(LAUNCHERS)) {
            assertThat(launchers).isNotEmpty().allMatch(file -> file.toString().endsWith("capstan"));
        }
    }

    @Test
    void trainTheCacheBesideTheProgramEvenThroughALink() throws Exception {
        executable(folder.resolve("path/java"), """
                #!/bin/sh
                for word in "$@"; do
                  case $word in -XX:AOTCacheOutput=*) echo trained >"${word#*=}" ;; esac
                done
                exit 3
                """);
        Files.createSymbolicLink(folder.resolve("path/train"), Path.of("../unpacked app/train"));
        assertThat(run("train", Map.of())).isEmpty();
        assertThat(app().resolve("capstan.aot")).hasContent("trained");
        assertThat(folder.resolve("path/capstan.aot")).doesNotExist();
    }

    @Test
    void preferANativeExecutable() throws Exception {
        executable(folder.resolve("unpacked app/capstan-native"), STAND_IN);
        assertThat(run("kubectl-capstan", Map.of(), "check")).containsExactly("as=kubectl", "[check]");
    }

    @Test
    void handOptionsForJavaOn() throws Exception {
        assertThat(run("capstan", Map.of("CAPSTAN_JAVA_OPTS", "-Xmx64m -Dx=y"), "check"))
                .containsSubsequence("[-Xmx64m]", "[-Dx=y]", "[-jar]");
    }

    @Test
    void sayPlainlyThatThereIsNoJava() throws Exception {
        assertThat(run("capstan", Map.of("JAVA_HOME", "/none"), "check"))
                .containsExactly(
                        "capstan: there is no Java: '/none/bin/java' cannot be run; install one from 17 on, or set JAVA_HOME");
    }

    private Path app() throws IOException {
        return folder.resolve("unpacked app").toRealPath();
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> run(String launcher, Map<String, String> environment, String... args) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("path").resolve(launcher).toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove(Invocation.VARIABLE);
        builder.environment().put("PATH", folder.resolve("path") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return out.lines().toList();
    }
}
