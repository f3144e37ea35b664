/** Counts handshakes between the proxies of the embedded cluster, and whether new ones can start. */
package io.capstan.drydock.probe;
