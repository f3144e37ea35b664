/** The main job, shown on the embedded cluster: {@code ./mvnw -Pdemo}. */
@NullMarked
package io.capstan.demo;

import org.jspecify.annotations.NullMarked;
