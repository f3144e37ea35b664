package io.capstan.drydock.api;

import java.util.Map;

/** Where the answer to one request goes: sent whole, streamed in chunks, or never given. */
interface Reply {
    void send(int status, Map<String, String> headers, byte[] body);

    void startChunks(int status, Map<String, String> headers);

    void chunk(byte[] content);

    void endChunks();

    /** Lets the connection end without an answer. */
    void drop();
}
