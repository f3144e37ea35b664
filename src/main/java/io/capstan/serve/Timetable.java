package io.capstan.serve;

/** When passes are made. */
public interface Timetable {
    /** From now on {@code pass} runs again and again, the first time at once, on threads that may be interrupted. */
    void begin(Runnable pass);

    /** No further pass is begun; one that goes on is left alone. Without effect if none was to be. */
    void end();
}
