package io.capstan.nativeimage;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * A native executable holds what was found when it was built. Capstan's own code therefore looks nothing up by a name at run
 * time, and handles JSON and YAML as trees: binding to classes would need each of them registered.
 */
class ClosedWorldTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.capstan");

    private static final ArchRule BINDS_NO_DATA = noClasses()
            .should()
            .callMethodWhere(
                    on(ObjectMapper.class, "readValue|readValues|convertValue|treeToValue|valueToTree|readerFor.*")
                            .or(on(ObjectReader.class, "readValue|readValues|forType"))
                            .or(on(ObjectWriter.class, "forType"))
                            .or(on(Serialization.class, ".*"))
                            .or(on(KubernetesSerialization.class, "unmarshal|convertValue|clone|as.*")));

    /** But for the manifests that the build puts into the program: {@link NativeSourcesIT} looks for them there. */
    private static final ArchRule LOADS_NOTHING_BY_NAME = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.capstan.cli.OwnManifests")
            .should()
            .callMethodWhere(
                    on(Class.class, "forName|getResource.*|getDeclared.*|getMethod.*|getField.*|getConstructor.*")
                            .or(on(ClassLoader.class, "loadClass|getResource.*"))
                            .or(on(ServiceLoader.class, ".*"))
                            .or(on(ResourceBundle.class, "getBundle")));

    @Test
    void bindsNoDataToClasses() {
        BINDS_NO_DATA.check(PRODUCT);
    }

    @Test
    void loadsNoClassAndNoResourceByItsName() {
        LOADS_NOTHING_BY_NAME.check(PRODUCT);
    }

    @Test
    void wouldFindWhoDoes() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

        assertThatThrownBy(() -> BINDS_NO_DATA.check(offender)).hasMessageContaining("readValue");
        assertThatThrownBy(() -> LOADS_NOTHING_BY_NAME.check(offender)).hasMessageContaining("forName");
    }

    /** It is looked at, and never run. */
    @SuppressWarnings("UnusedMethod")
    private static final class Offender {
        static Object bind(String text) throws JsonProcessingException, ClassNotFoundException {
            return new ObjectMapper().readValue(text, Class.forName("java.lang.String"));
        }
    }

    private static DescribedPredicate<JavaCall<?>> on(Class<?> type, String methods) {
        return target(owner(JavaClass.Predicates.type(type)))
                .and(target(nameMatching(methods)))
                .as("%s.%s", type.getSimpleName(), methods);
    }
}
