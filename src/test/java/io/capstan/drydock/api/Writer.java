package io.capstan.drydock.api;

/**
 * Who writes, as {@code metadata.managedFields} records it.
 *
 * @param operation {@code Update} or {@code Apply}
 * @param subresource {@code status}, or empty
 */
record Writer(String manager, String operation, String subresource) {}
