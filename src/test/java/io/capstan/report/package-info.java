@NullMarked
package io.capstan.report;

import org.jspecify.annotations.NullMarked;
