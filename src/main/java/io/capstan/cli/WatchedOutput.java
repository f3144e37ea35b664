package io.capstan.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** A PrintStream that knows why it could not write; others know only that. */
final class WatchedOutput extends PrintStream {
    private final Watched stream;

    WatchedOutput(OutputStream to, Charset charset) {
        this(new Watched(to), charset);
    }

    private WatchedOutput(Watched stream, Charset charset) {
        super(stream, false, charset);
        this.stream = stream;
    }

    static WatchedOutput standard(Charset charset) {
        return new WatchedOutput(new FileOutputStream(FileDescriptor.out), charset);
    }

    /** Why something of what was printed is lost; empty if nothing is. */
    Optional<IOException> failure() {
        flush();
        return stream.failure;
    }

    private static final class Watched extends FilterOutputStream {
        private Optional<IOException> failure = Optional.empty();

        Watched(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
    }
}
