/** The packaged program, run through its command line against the real cluster. */
package io.capstan.e2e.product;
