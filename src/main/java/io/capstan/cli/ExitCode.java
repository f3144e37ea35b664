package io.capstan.cli;

/** The exit codes that scripts and Jobs go by; {@code check} has its own in {@link io.capstan.check.Status}. */
final class ExitCode {
    static final int OK = 0;
    static final int REFUSED = 2;
    /** The state could not be read or written, or the run was interrupted. */
    static final int CLUSTER = 3;

    static final int HELD = 4;
    static final int USAGE = 64;
    /** What was to be printed could not be; the number is that of sysexits.h, as the one before. */
    static final int OUTPUT = 74;

    private ExitCode() {}
}
