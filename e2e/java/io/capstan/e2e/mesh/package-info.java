/**
 * A mesh on the real cluster. Linkerd's own programs are not published as Go modules, so the embedded cluster's Linkerd
 * stands in for them: against the real API server, by the wall clock, its injector as a real admission webhook.
 */
package io.capstan.e2e.mesh;
