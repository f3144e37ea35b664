/** A real cluster for the tests: Kubernetes, KWOK, cert-manager and trust-manager as processes on loopback. */
package io.capstan.e2e.stack;
