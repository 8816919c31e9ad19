package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.script.Statement;
import java.util.regex.Pattern;

/**
 * Sections of plain DDL: they only add objects, and nothing of other people's runs meanwhile, where the database has no event
 * triggers. So they leave nothing behind in the session that would have to be put back, and nothing to do at COMMIT.
 *
 * <p>What may run a function while it adds an object is left out: a CHECK of rows that are there, an index on an expression, the
 * bounds of a partition, the input of a composite or an array whose part is a domain, a language that is not the server's own.
 */
final class PlainDdl {
    /** Statements of {@link GroupEligibility} that evaluate nothing. */
    private static final Pattern STATEMENT = Pattern.compile(
            "(CREATE\\s+((UNLOGGED\\s+)?TABLE|VIEW|SEQUENCE|TYPE|DOMAIN|TRIGGER|POLICY)|GRANT|COMMENT\\s+ON"
                    + "|ALTER\\s+TABLE\\s.*\\bADD\\s+CONSTRAINT\\s+\\S+\\s+(PRIMARY\\s+KEY|UNIQUE|FOREIGN\\s+KEY))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** An index on columns of a table, without expressions and conditions. */
    private static final Pattern INDEX = Pattern.compile(
            "CREATE\\s+(UNIQUE\\s+)?INDEX\\b[^()]*\\([^()]*\\)\\s*(INCLUDE\\s*\\([^()]*\\)\\s*)?;?",
            Pattern.CASE_INSENSITIVE);

    /** Bounds of partitions, objects of the session, strings with other delimiters or escapes, nested comments. */
    private static final Pattern OTHERWISE =
            Pattern.compile("\\bPARTITION\\s+OF\\b|\\bTEMP|\\$|\\\\|\\bE'|U&|/\\*", Pattern.CASE_INSENSITIVE);

    /** The parts of a statement that hide what they hold from the parser: strings, quoted names, comments. */
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\\n]*");

    /** How a composite, an array or a range begins. */
    private static final Pattern BRACKET = Pattern.compile("[({\\[]");

    private static final Pattern REFERS = Pattern.compile("\\b(REFERENCES|FOREIGN)\\b", Pattern.CASE_INSENSITIVE);

    private PlainDdl() {}

    /** Whether a unit's section leaves the session as it was. */
    static boolean is(SectionRun unit) {
        return GroupEligibility.mayShareUnnoticed(unit)
                && unit.section().sent().stream()
                        .map(statement -> text(unit, statement))
                        .allMatch(PlainDdl::is);
    }

    /** Whether a unit's section makes a foreign key: the referenced table's row changes, too. */
    static boolean refers(SectionRun unit) {
        return unit.section().sent().stream()
                .anyMatch(statement -> REFERS.matcher(text(unit, statement)).find());
    }

    /** Whether a statement evaluates nothing, as far as its text tells. */
    static boolean is(String statement) {
        String text = statement.strip();
        if (text.regionMatches(true, 0, "COMMENT", 0, 7)) {
            return STATEMENT.matcher(text).matches();
        }
        return (STATEMENT.matcher(text).matches() || INDEX.matcher(text).matches())
                && !OTHERWISE.matcher(text).find()
                && QUOTED.matcher(text)
                        .results()
                        .map(quoted -> quoted.group())
                        .noneMatch(quoted -> quoted.startsWith("'")
                                && BRACKET.matcher(quoted).find());
    }

    private static String text(SectionRun unit, Statement statement) {
        return unit.text().substring(statement.start(), statement.end());
    }
}
