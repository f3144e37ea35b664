/**
 * What makes up the trust of a cluster, and the next thing to do until it stands: steps 1 to 5 of Linkerd's documentation
 * ("Automatically Rotating Control Plane TLS Credentials"), decided from what is there. Pure: {@link SetupDecider} is the place to
 * start.
 */
@NullMarked
package io.capstan.setup;

import org.jspecify.annotations.NullMarked;
