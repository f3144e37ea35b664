/** Values in the words and shapes of those who read them: text for people, JSON for programs. */
@NullMarked
package io.capstan.report;

import org.jspecify.annotations.NullMarked;
