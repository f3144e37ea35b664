@NullMarked
package io.capstan.config;

import org.jspecify.annotations.NullMarked;
