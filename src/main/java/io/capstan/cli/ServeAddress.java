package io.capstan.cli;

import io.capstan.window.Quoted;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/** Where {@code serve} listens, which Quarkus reads when it starts: it would tell a mistake in it in words of its own. */
final class ServeAddress {
    private static final String HOST = "QUARKUS_HTTP_HOST";
    private static final String PORT = "QUARKUS_HTTP_PORT";

    private ServeAddress() {}

    /**
     * @param serves whether it is to listen; Quarkus reads the port for every command
     * @return one line that names the variable of {@code environment}; empty if nothing is wrong
     */
    static Optional<String> mistake(Map<String, String> environment, boolean serves) {
        return Optional.ofNullable(environment.get(PORT))
                .filter(port -> !isPort(port))
                .map(port -> PORT + " is " + Quoted.of(port) + "; allowed is a number from 0 to 65535")
                .or(() -> Optional.ofNullable(environment.get(HOST))
                        .filter(host -> serves && !isHost(host))
                        .map(host -> HOST + " is " + Quoted.of(host) + "; allowed is an address of this machine"));
    }

    private static boolean isPort(String text) {
        return text.matches("0*[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
    }

    private static boolean isHost(String text) {
        if (text.isEmpty()) { // which Java takes for the loopback address, and Quarkus for none
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
