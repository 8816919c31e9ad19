/**
 * Commands about the commands: completion, man, version.
 */
@NullMarked
package dev.bailiwick.cli.help;

import org.jspecify.annotations.NullMarked;
