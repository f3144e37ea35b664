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
        assertThat(ServeAddress.mistake(Map.of("QUARKUS_HTTP_PORT", port), false))
                .contains("QUARKUS_HTTP_PORT is '" + port + "'; allowed is a number from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such host", "192.0.2.1", ""})
    void aHostThatIsNotThisMachineIsToldInOneLineWhereItIsToListen(String host) {
        Map<String, String> environment = Map.of("QUARKUS_HTTP_HOST", host);
        assertThat(ServeAddress.mistake(environment, true))
                .contains("QUARKUS_HTTP_HOST is '" + host + "'; allowed is an address of this machine");
        assertThat(ServeAddress.mistake(environment, false)).isEmpty();
    }

    @Test
    void whatItMayListenAtIsLetPass() {
        assertThat(ServeAddress.mistake(Map.of(), true)).isEmpty();
        assertThat(ServeAddress.mistake(Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "QUARKUS_HTTP_PORT", "9090"), true))
                .isEmpty();
    }
}
