/** What keeps the native build right where it is not built. */
@NullMarked
package io.capstan.nativeimage;

import org.jspecify.annotations.NullMarked;
