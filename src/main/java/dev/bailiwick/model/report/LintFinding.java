package dev.bailiwick.model.report;

import dev.bailiwick.model.script.Place;

/**
 * What a lint rule found.
 *
 * @param rule its name
 * @param severity error or warn
 * @param where the place; its line is empty where it must not be shown
 * @param what what was found, one sentence without a full stop
 * @param fix what to do, in the user's own names
 */
public record LintFinding(String rule, Severity severity, Place where, String what, String fix) {}
