/** What the embedded cluster knows of cert-manager 1.21: self-signed and CA issuers, renewal, the states in between. */
package io.capstan.drydock.certmanager;
