/** The documentation is held to the tests that it names. */
@NullMarked
package io.capstan.docs;

import org.jspecify.annotations.NullMarked;
