@NullMarked
package io.capstan.check;

import org.jspecify.annotations.NullMarked;
