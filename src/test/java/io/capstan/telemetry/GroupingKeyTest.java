package io.capstan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupingKeyTest {
    @Test
    void labelsFollowTheJobInTheirOwnOrder() {
        assertThat(GroupingKey.parse("region=eu-1, cluster=prod").path())
                .isEqualTo("/metrics/job/capstan/region/eu-1/cluster/prod");
    }

    @Test
    void withoutLabelsTheJobIsTheGroup() {
        assertThat(GroupingKey.parse(" ").path()).isEqualTo("/metrics/job/capstan");
    }

    /** The values are those of the Pushgateway's README. */
    @Test
    void whatASegmentCannotHoldIsSentAsBase64() {
        assertThat(GroupingKey.parse("path=/var/tmp").path()).isEqualTo("/metrics/job/capstan/path@base64/L3Zhci90bXA");
        assertThat(GroupingKey.parse("first_label=").path()).isEqualTo("/metrics/job/capstan/first_label@base64/=");
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertThat(GroupingKey.parse("dn=CN=a").labels()).isEqualTo(Map.of("dn", "CN=a"));
    }

    @Property
    void everyValueComesBackFromItsSegment(@ForAll @NotEmpty String value) {
        String path = new GroupingKey(Map.of("cluster", value)).path();
        String sent = path.substring(path.lastIndexOf('/') + 1);
        String read = path.contains("/cluster@base64/")
                ? new String(Base64.getUrlDecoder().decode(sent), StandardCharsets.UTF_8)
                : sent;
        assertThat(read).isEqualTo(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertThat(path).matches("/metrics/job/capstan/cluster(@base64)?/[A-Za-z0-9_~-][A-Za-z0-9._~-]*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    cluster            | 'cluster' is no label=value
                    cluster=a,         | '' is no label=value
                    cluster=a,cluster=b| the label 'cluster' is there twice
                    1st=a              | '1st' is no label
                    __a=b              | '__a' is no label
                    a-b=c              | 'a-b' is no label
                    job=x              | the label 'job' is taken by the metrics themselves
                    namespace=x        | the label 'namespace' is taken by the metrics themselves
                    """)
    void saysWhatIsWrongWithAKey(String key, String expected) {
        assertThatThrownBy(() -> GroupingKey.parse(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }
}
