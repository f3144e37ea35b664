package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "-1", "65536", "99999999999"})
    void aPortThatThereIsNotIsToldInOneLine(String port) {
        assertThat(ServeAddress.mistake(Map.of("QUARKUS_HTTP_PORT", port)))
                .contains("QUARKUS_HTTP_PORT is '" + port + "'; allowed is a number from 0 to 65535");
    }

    @Test
    void aHostThatCannotBeResolvedIsToldInOneLine() {
        assertThat(ServeAddress.mistake(Map.of("QUARKUS_HTTP_HOST", "no such host")))
                .contains("QUARKUS_HTTP_HOST is 'no such host'; allowed is an address of this machine");
    }

    @Test
    void whatItMayListenAtIsLetPass() {
        assertThat(ServeAddress.mistake(Map.of())).isEmpty();
        assertThat(ServeAddress.mistake(Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "QUARKUS_HTTP_PORT", "9090")))
                .isEmpty();
    }
}
