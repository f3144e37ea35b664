/** Certificates, bundles of them, and who signed whom. Knows nothing of Kubernetes. */
@NullMarked
package io.capstan.pki;

import org.jspecify.annotations.NullMarked;
