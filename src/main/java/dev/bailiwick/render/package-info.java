/** stub */
@NullMarked
package dev.bailiwick.render;

import org.jspecify.annotations.NullMarked;
