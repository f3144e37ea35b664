package io.capstan.cli;

import java.util.Locale;
import java.util.Optional;

/** As what the program was started: the launchers in {@code bin/} say so, since Java does not know the name it runs under. */
public enum Invocation {
    CAPSTAN("capstan"),
    /** By {@code kubectl-capstan}, which kubectl finds for {@code kubectl capstan}. */
    KUBECTL("kubectl capstan"),
    /** By {@code linkerd-capstan}, which linkerd finds for {@code linkerd capstan}, and calls from {@code linkerd check}. */
    LINKERD("linkerd capstan");

    /** The environment variable of the launchers. */
    static final String VARIABLE = "CAPSTAN_INVOKED_AS";

    private final String command;

    Invocation(String command) {
        this.command = command;
    }

    /** How a person writes the command, for usage and examples. */
    String command() {
        return command;
    }

    /** @param variable the value of {@link #VARIABLE}; what is no name of an invocation counts as none */
    static Invocation of(Optional<String> variable) {
        for (Invocation invocation : values()) {
            if (variable.filter(invocation.name().toLowerCase(Locale.ROOT)::equals)
                    .isPresent()) {
                return invocation;
            }
        }
        return CAPSTAN;
    }
}
