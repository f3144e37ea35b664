package io.capstan.telemetry;

import io.capstan.report.Printable;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** What went wrong, in one short line. */
final class Words {
    private static final int LONGEST = 200;

    private Words() {}

    /** Of a failure of the network or a file; several of the JDK's have no message, or the file's name for one. */
    static String of(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (hasCause(failure, UnresolvedAddressException.class)) {
            return "the host's name is not known";
        }
        return Optional.ofNullable(failure.getMessage())
                .filter(message -> !message.isBlank())
                .map(Words::excerpt)
                .orElse(
                        failure instanceof ConnectException
                                ? "connection refused"
                                : failure.getClass().getSimpleName());
    }

    /** The beginning of what a server wrote, fit for one line. */
    static String excerpt(String text) {
        String line = Printable.of(text.strip()).replaceAll(" {2,}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Optional.ofNullable(failure.getCause())
                .map(cause -> type.isInstance(cause) || hasCause(cause, type))
                .orElse(false);
    }
}
