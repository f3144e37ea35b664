/** Time: how long things take, and when they may be done. */
@NullMarked
package io.capstan.window;

import org.jspecify.annotations.NullMarked;
