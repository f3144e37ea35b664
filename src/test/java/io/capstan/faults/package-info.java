/** What the suites that try to break a rotation have in common. */
@NullMarked
package io.capstan.faults;

import org.jspecify.annotations.NullMarked;
