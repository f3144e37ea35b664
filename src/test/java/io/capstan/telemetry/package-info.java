@NullMarked
package io.capstan.telemetry;

import org.jspecify.annotations.NullMarked;
