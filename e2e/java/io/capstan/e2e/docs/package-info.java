/** The documentation, followed to the letter on the real stack. */
package io.capstan.e2e.docs;
