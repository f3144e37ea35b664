/** The command line: one class a command. */
@NullMarked
package io.capstan.cli;

import org.jspecify.annotations.NullMarked;
