package io.capstan.check;

/**
 * What one rule has found.
 *
 * @param object what was looked at, as {@code Secret cert-manager/linkerd-trust-anchor}
 * @param message what was found and, where that is not well, what was expected
 * @param hint what to do; empty if there is nothing to do
 */
public record Finding(String id, Severity severity, String object, String message, String hint) {}
