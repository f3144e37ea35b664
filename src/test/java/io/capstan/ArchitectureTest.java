package io.capstan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package may know which, and that everything below {@code cluster} is pure. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.capstan");

    private static final String[] PURE = {
        "io.capstan.pki..",
        "io.capstan.window..",
        "io.capstan.trust..",
        "io.capstan.rotation..",
        "io.capstan.setup..",
        "io.capstan.check..",
        "io.capstan.report.."
    };

    /** What stands below; a package also sees what those that it may see can see. */
    private static final List<Layer> LAYERS = List.of(
            new Layer("pki"),
            new Layer("window"),
            new Layer("trust", "pki"),
            new Layer("rotation", "window", "trust", "pki"),
            new Layer("setup", "rotation", "window", "trust", "pki"),
            new Layer("check", "rotation", "window", "trust", "pki"),
            new Layer("report", "check", "setup", "rotation", "window", "trust", "pki"),
            new Layer("telemetry", "report", "check", "rotation", "window", "trust", "pki"),
            new Layer("cluster", "report", "check", "setup", "rotation", "window", "trust", "pki"),
            new Layer("pass", "cluster", "telemetry", "report", "check", "setup", "rotation", "window", "trust", "pki"),
            new Layer("serve", "pass", "cluster", "telemetry", "report", "check", "rotation", "window", "trust", "pki"),
            new Layer("config", "telemetry", "rotation", "window", "trust", "pki"),
            new Layer(
                    "cli",
                    "config",
                    "serve",
                    "pass",
                    "cluster",
                    "telemetry",
                    "report",
                    "check",
                    "setup",
                    "rotation",
                    "window",
                    "trust",
                    "pki"));

    @SuppressWarnings("ArrayRecordComponent") // it is never compared
    private record Layer(String name, String... below) {}

    @Test
    void packagesKnowOnlyThoseBelowThem() {
        LayeredArchitecture architecture =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (Layer layer : LAYERS) {
            architecture = architecture.layer(layer.name()).definedBy("io.capstan." + layer.name() + "..");
        }
        for (Layer layer : LAYERS) {
            architecture = layer.below().length == 0
                    ? architecture.whereLayer(layer.name()).mayNotAccessAnyLayer()
                    : architecture.whereLayer(layer.name()).mayOnlyAccessLayers(layer.below());
        }
        architecture.check(PRODUCT);
    }

    @Test
    void nothingBelowTheClusterTalksToAnybody() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8..",
                        "io.quarkus..",
                        "picocli..",
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..")
                .orShould()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "read or write a file or a stream of the process",
                        type -> type.getPackageName().equals("java.io")
                                && (type.getSimpleName().startsWith("File")
                                        || type.getSimpleName().startsWith("Print")
                                        || type.getSimpleName().startsWith("RandomAccess"))))
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void nothingBelowTheClusterLooksAtAClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe("it reads the system's clock", ArchitectureTest::readsClock))
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    private static boolean readsClock(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String method = call.getName();
        boolean isOfTime = owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system"));
        return isOfTime
                || (owner.equals("java.lang.System")
                        && Set.of("currentTimeMillis", "nanoTime").contains(method));
    }
}
