/** Tests of what reads and writes the cluster. */
@NullMarked
package io.capstan.cluster;

import org.jspecify.annotations.NullMarked;
