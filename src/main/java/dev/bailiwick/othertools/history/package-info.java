/**
 * The histories of other tools (Flyway, Liquibase, sqitch, dbmate …): what counts as applied, and which file each
 * entry stands for.
 */
@NullMarked
package dev.bailiwick.othertools.history;

import org.jspecify.annotations.NullMarked;
