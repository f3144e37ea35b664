package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class YamlTest {
    @Test
    void aTextIsReadIntoOneTreeForEachOfItsDocuments() {
        assertThat(Yaml.documents("""
                # the first
                kind: Bundle
                spec: {sources: [{useDefaultCAs: false}]}
                ---
                kind: "Secret"
                data: {tls.key: ""}
                """))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"kind\":\"Bundle\",\"spec\":{\"sources\":[{\"useDefaultCAs\":false}]}}",
                        "{\"kind\":\"Secret\",\"data\":{\"tls.key\":\"\"}}");
    }

    @Test
    void commentsAloneAreNoDocument() {
        assertThat(Yaml.documents("# nothing\n")).isEmpty();
    }

    @Test
    void whatIsNoYamlIsRefused() {
        assertThatThrownBy(() -> Yaml.documents("a: [")).isInstanceOf(UncheckedIOException.class);
    }
}
