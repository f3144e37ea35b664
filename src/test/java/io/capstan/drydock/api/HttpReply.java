package io.capstan.drydock.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to one request on its connection. */
final class HttpReply implements Reply {
    private static final byte[] END_OF_CHUNKS = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private boolean dropped;

    HttpReply(OutputStream out) {
        this.out = out;
    }

    /** Sends head and body in one write, so that no segment waits for the acknowledgement of the one before. */
    @Override
    public void send(int status, Map<String, String> headers, byte[] body) {
        byte[] head = head(status, headers, "Content-Length: " + body.length);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        write(whole);
    }

    @Override
    public void startChunks(int status, Map<String, String> headers) {
        write(head(status, headers, "Transfer-Encoding: chunked"));
    }

    @Override
    public void chunk(byte[] content) {
        byte[] size = (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[size.length + content.length + 2];
        System.arraycopy(size, 0, whole, 0, size.length);
        System.arraycopy(content, 0, whole, size.length, content.length);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        write(whole);
    }

    @Override
    public void endChunks() {
        write(END_OF_CHUNKS);
    }

    @Override
    public void drop() {
        dropped = true;
    }

    boolean dropped() {
        return dropped;
    }

    private byte[] head(int status, Map<String, String> headers, String length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" -\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append(length).append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
