/** Capstan from outside: as a process, whatever it is that runs. */
@NullMarked
package io.capstan.executable;

import org.jspecify.annotations.NullMarked;
