/** What Capstan costs, beside the commands that a person would type instead. */
@NullMarked
package io.capstan.e2e.speed;

import org.jspecify.annotations.NullMarked;
