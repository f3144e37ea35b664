/** The configuration, and what becomes of it: an Installation, a Policy and a Pace. */
@NullMarked
package io.capstan.config;

import org.jspecify.annotations.NullMarked;
