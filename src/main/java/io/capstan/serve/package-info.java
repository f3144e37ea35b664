/** Pass after pass in one process that lives: who leads, what is scraped of it, and whether it is well. */
@NullMarked
package io.capstan.serve;

import org.jspecify.annotations.NullMarked;
