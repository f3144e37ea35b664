/** Input that nobody in his right mind gives, made by a grammar and by chance that can be had again. */
@NullMarked
package io.capstan.hostile;

import org.jspecify.annotations.NullMarked;
