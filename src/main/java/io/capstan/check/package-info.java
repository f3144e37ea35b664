/**
 * From a {@link io.capstan.trust.Snapshot} to what is well and what is not. Start reading at
 * {@link io.capstan.check.Rules}: its one list is the specification.
 */
@NullMarked
package io.capstan.check;

import org.jspecify.annotations.NullMarked;
