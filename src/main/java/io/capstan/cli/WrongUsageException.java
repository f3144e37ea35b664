package io.capstan.cli;

/** The command line asks for what there is not. The message is one line for people. */
final class WrongUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongUsageException(String message) {
        super(message);
    }
}
