/** The custom kinds of cert-manager and trust-manager, as both the programs of the embedded cluster and its tests read them. */
package io.capstan.drydock.resource;
