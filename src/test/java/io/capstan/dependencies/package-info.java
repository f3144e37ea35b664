/** What the program is made of: its software bill of materials, and under which licences that is. */
@NullMarked
package io.capstan.dependencies;

import org.jspecify.annotations.NullMarked;
