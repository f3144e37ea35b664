/**
 * How what is known leaves the program as metrics, and how it asks whether alerts fire. Nothing in here may fail a pass: what
 * goes wrong is one line for people.
 */
@NullMarked
package io.capstan.telemetry;

import org.jspecify.annotations.NullMarked;
