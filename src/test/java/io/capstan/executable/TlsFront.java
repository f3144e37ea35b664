package io.capstan.executable;

import io.capstan.fixture.LoopbackTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks TLS on loopback before a plain server: a real API server does. */
final class TlsFront implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final URI plain;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tls-front");
        thread.setDaemon(true);
        return thread;
    });

    TlsFront(URI plain, LoopbackTls tls) {
        this.plain = plain;
        try {
            this.socket = tls.server()
                    .getServerSocketFactory()
                    .createServerSocket(0, BACKLOG, InetAddress.getByName(plain.getHost()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("https://" + plain.getHost() + ":" + socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(plain.getHost(), plain.getPort());
                threads.execute(() -> copy(client, server));
                threads.execute(() -> copy(server, client));
            } catch (IOException e) {
                // the one who asked has gone, or this is closed: the loop ends or goes on by itself
            }
        }
    }

    /** Until one side ends; then both do. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // a client that has had its answer closes without a word
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
