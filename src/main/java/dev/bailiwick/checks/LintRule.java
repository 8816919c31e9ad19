package dev.bailiwick.checks;

import dev.bailiwick.model.report.Severity;

/**
 * A rule over migration files.
 *
 * @param name as it is disabled and configured by
 * @param severity where nothing else is said
 * @param reason why it is there, a sentence or two
 * @param check finds what it is about
 */
public record LintRule(String name, Severity severity, String reason, Check check) {

    /** Looks at one file. */
    interface Check {
        void look(LintFile file, Sink found);
    }

    /** Hears what a rule finds. */
    interface Sink {
        /**
         * A finding.
         *
         * @param offset where the file's text has it
         * @param what one sentence without a full stop
         * @param fix what to do, in the user's own names
         */
        void add(int offset, String what, String fix);
    }
}
