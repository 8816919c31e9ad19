package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.script.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands in a section's statements, with a blank in place of each comment. */
final class StatementText {
    /** Strings, quoted names, comments to the end of their line: what comes first hides the others. A doubled quote ends one and begins another. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\\r\\n]*");

    /** Comments that may be nested, and strings with other delimiters or escapes: these are not read here. */
    private static final Pattern UNREAD = Pattern.compile("/\\*|\\$|\\bE'|U&", Pattern.CASE_INSENSITIVE);

    private StatementText() {}

    static Stream<String> of(SectionRun unit) {
        return unit.section().sent().stream().map(statement -> withoutComments(text(unit, statement)));
    }

    private static String text(SectionRun unit, Statement statement) {
        return unit.text().substring(statement.start(), statement.end());
    }

    /** The same text, with comments to the end of a line left out: as far as {@link #isRead}. */
    static String withoutComments(String statement) {
        return QUOTED.matcher(statement)
                .replaceAll(found -> found.group().startsWith("--") ? " " : Matcher.quoteReplacement(found.group()))
                .strip();
    }

    /** Whether all that hides something from the parser is known here. */
    static boolean isRead(String statement) {
        return !UNREAD.matcher(statement).find();
    }

    /** Its strings, in their quotes; one with quotes in it comes in parts. */
    static Stream<String> strings(String statement) {
        return QUOTED.matcher(statement).results().map(found -> found.group()).filter(found -> found.startsWith("'"));
    }
}
