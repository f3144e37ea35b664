package io.capstan.setup;

import io.capstan.rotation.Policy;

/**
 * How a cluster is to be set up.
 *
 * @param asDocumented the documentation's objects to the letter, its traps included
 * @param improve whether what is there already, and works, may be changed for the better
 * @param policy when Capstan rotates the anchor
 */
public record Manner(boolean asDocumented, boolean improve, Policy policy) {}
