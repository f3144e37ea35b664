/** The loop that turns decisions into acts: observe, decide, act, and look again. */
@NullMarked
package io.capstan.pass;

import org.jspecify.annotations.NullMarked;
