package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SievedJsonTest {
    private static final String KEY = "c2VjcmV0IGtleQ==";

    @Test
    void keepsOfASecretOnlyItsCertificates() throws IOException {
        ObjectNode secret = SievedJson.object(bytes("""
                        {"metadata": {"name": "s", "annotations": {
                             "kubectl.kubernetes.io/last-applied-configuration": "{\\"tls.key\\":\\"%1$s\\"}"}},
                         "data": {"tls.key": "%1$s", "tls.crt": "Y3J0", "ca.crt": "Y2E=", "other": "%1$s", "none": ""},
                         "type": "kubernetes.io/tls"}
                        """.formatted(KEY)), Sieve.SECRET);

        SecretContent content = new SecretContent(new KubeObject(secret));
        assertThat(secret.toString()).doesNotContain(KEY);
        assertThat(content.hasPrivateKey()).isTrue();
        assertThat(content.keys()).containsExactly("tls.key", "tls.crt", "ca.crt", "other", "none");
        assertThat(content.hasLastApplied()).isTrue();
        assertThat(secret.path("data").path("tls.crt").asText()).isEqualTo("Y3J0");
        assertThat(content.entry("other"))
                .hasValueSatisfying(entry -> assertThat(entry.defect())
                        .contains("is entry other; of a Secret only tls.crt and ca.crt are read, so keep the"
                                + " certificates there"));
    }

    @Test
    void anEmptyKeyIsNone() throws IOException {
        ObjectNode secret = SievedJson.object(bytes("{\"data\": {\"tls.key\": \"\"}}"), Sieve.SECRET);

        assertThat(new SecretContent(new KubeObject(secret)).hasPrivateKey()).isFalse();
    }

    @Test
    void handsOverItemsOneByOneAndSaysWhereTheNextPageStarts() throws IOException {
        List<String> names = new ArrayList<>();

        String resume = SievedJson.items(bytes("""
                        {"kind": "PodList", "metadata": {"continue": "abc"},
                         "items": [{"metadata": {"name": "a", "managedFields": [{"time": "x"}]}},
                                   {"metadata": {"name": "b", "labels": {"n": "1"}}}]}
                        """), Sieve.METADATA, item -> names.add(item.toString()));

        assertThat(resume).isEqualTo("abc");
        assertThat(names)
                .containsExactly(
                        "{\"metadata\":{\"name\":\"a\"}}", "{\"metadata\":{\"name\":\"b\",\"labels\":{\"n\":\"1\"}}}");
    }

    @Test
    void aListOfNothingHasNoItems() throws IOException {
        List<String> names = new ArrayList<>();

        String resume = SievedJson.items(
                bytes("{\"items\": null, \"metadata\": {}}"), Sieve.ALL, item -> names.add(item.toString()));

        assertThat(resume).isEmpty();
        assertThat(names).isEmpty();
    }

    @Test
    void carriesThroughEverythingThatIsWrittenBack() throws IOException {
        String json = "{\"a\":[1,2.5,true,false,null,\"x\",{\"b\":[]}],\"c\":-7}";

        assertThat(SievedJson.object(bytes(json), Sieve.ALL)).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"a\": 1", "{} {}", "\"text\""})
    void refusesWhatIsNoObject(String json) {
        assertThatThrownBy(() -> SievedJson.object(bytes(json), Sieve.ALL)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"items\": {}}", "{\"items\": [1]}", "{\"items\": [{}"})
    void refusesWhatIsNoList(String json) {
        assertThatThrownBy(() -> SievedJson.items(bytes(json), Sieve.ALL, item -> {}))
                .isInstanceOf(IOException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
