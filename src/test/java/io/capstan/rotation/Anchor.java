package io.capstan.rotation;

/** An anchor that may play a part in a {@link World}. */
enum Anchor {
    OLD,
    NEW,
    /** What a rotation makes that retires {@link #NEW}. */
    NEXT,
    /** One that is in no source of the bundle. */
    STRANGER
}
