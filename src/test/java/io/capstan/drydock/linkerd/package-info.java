/**
 * What the embedded cluster knows of Linkerd 2.20: the identity controller, the proxy injector, and one proxy for every
 * meshed pod. Written against the Kubernetes API alone, so that it also serves a real API server.
 */
package io.capstan.drydock.linkerd;
