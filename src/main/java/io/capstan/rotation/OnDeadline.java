package io.capstan.rotation;

/** What happens when mTLS would break before the next maintenance window, and nothing has been started. */
public enum OnDeadline {
    /** Tell people, as a critical finding and an Event. */
    ALERT,
    /** Start outside of any window. */
    ACT
}
