/** The configuration, and what becomes of it: Settings, which hold an Installation and a Policy. */
@NullMarked
package io.capstan.config;

import org.jspecify.annotations.NullMarked;
