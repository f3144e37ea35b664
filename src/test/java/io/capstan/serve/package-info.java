@NullMarked
package io.capstan.serve;

import org.jspecify.annotations.NullMarked;
