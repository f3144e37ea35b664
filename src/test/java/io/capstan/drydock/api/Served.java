package io.capstan.drydock.api;

/** A request that has been answered; {@code status} is 0 where the connection was dropped. */
public record Served(Request request, int status, long responseBytes) {
    public String method() {
        return request.method();
    }

    public String path() {
        return request.path();
    }
}
