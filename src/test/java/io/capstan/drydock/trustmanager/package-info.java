/** What the embedded cluster knows of trust-manager 0.25. */
package io.capstan.drydock.trustmanager;
