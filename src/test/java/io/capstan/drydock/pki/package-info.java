/** Real keys and certificates for the programs of the embedded cluster. */
package io.capstan.drydock.pki;
