package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sections of plain DDL: they only add objects, and nothing of other people's runs meanwhile, where the database has no event
 * triggers. So they leave nothing behind in the session that would have to be put back, and nothing to do at COMMIT.
 *
 * <p>What is listed here is what may stand in them. All else may run a function while it adds an object: a CHECK of rows that are
 * there, an index on them, generated columns and partition keys (PostgreSQL evaluates what doesn't depend on a row), the input of
 * a composite or an array whose part is a domain.
 */
final class PlainDdl {
    static final String NAME = "(?:\\w+|\"[^\"]+\")";
    static final String RELATION = NAME + "(?:\\s*\\.\\s*" + NAME + ")?";
    private static final String COLUMNS = "\\(\\s*" + NAME + "(?:\\s*,\\s*" + NAME + ")*\\s*\\)";
    private static final String ORDERED = NAME + "(?:\\s+(?:ASC|DESC))?(?:\\s+NULLS\\s+(?:FIRST|LAST))?";

    /** A table, as far as its text has none of {@link #EVALUATES}. */
    static final Pattern TABLE = pattern("CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(" + RELATION + ")\\s*\\(.*\\)");

    /** What is more than columns and constraints. AS may only be that of an identity. */
    private static final Pattern EVALUATES = Pattern.compile(
            "\\b(AS(?!\\s+IDENTITY\\b)|LIKE|PARTITION|EXCLUDE|INHERITS|OF)\\b", Pattern.CASE_INSENSITIVE);

    /** What evaluates nothing, wherever it is. */
    private static final Pattern OTHERS = pattern("CREATE\\s+(?:VIEW|SEQUENCE|DOMAIN|TRIGGER|POLICY)\\b.*"
            + "|CREATE\\s+TYPE\\s+" + RELATION + "\\s+AS\\s*(?:ENUM\\s*)?\\(.*\\)|GRANT\\b.*");

    /** Its text may hold anything. */
    private static final Pattern COMMENT = pattern("COMMENT\\s+ON\\b.*");

    /** An index on columns, and a constraint that makes one: of a table that has no rows yet, because the section has made it. */
    static final Pattern INDEX = pattern("CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?:" + NAME + "\\s+)?ON\\s+(" + RELATION
            + ")\\s*(?:USING\\s+\\w+\\s*)?\\(\\s*" + ORDERED + "(?:\\s*,\\s*" + ORDERED
            + ")*\\s*\\)(?:\\s*INCLUDE\\s*" + COLUMNS
            + ")?|ALTER\\s+TABLE\\s+(?:ONLY\\s+)?(" + RELATION + ")\\s+ADD\\s+CONSTRAINT\\s+" + NAME
            + "\\s+(?:PRIMARY\\s+KEY|UNIQUE)\\s*" + COLUMNS);

    /** Objects of the session. */
    private static final Pattern TEMPORARY = Pattern.compile("\\bTEMP(ORARY)?\\b|pg_temp", Pattern.CASE_INSENSITIVE);

    /** How a composite, an array or a range begins, and an escape. */
    private static final Pattern BRACKET = Pattern.compile("[({\\[\\\\]");

    private static final Pattern REFERS = Pattern.compile("\\b(REFERENCES|FOREIGN)\\b", Pattern.CASE_INSENSITIVE);

    private PlainDdl() {}

    static Pattern pattern(String statement) {
        return Pattern.compile("(?:" + statement + ")\\s*;?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** Whether a unit's section leaves the session as it was. */
    static boolean is(SectionRun unit) {
        return GroupEligibility.mayShareUnnoticed(unit)
                && is(StatementText.of(unit).toList());
    }

    /** Whether a unit's section makes a foreign key: the referenced table's row changes, too. */
    static boolean refers(SectionRun unit) {
        return StatementText.of(unit).anyMatch(PlainDdl::refers);
    }

    static boolean refers(String statement) {
        return REFERS.matcher(statement).find();
    }

    /** Whether the statements of a section evaluate nothing, as far as their text tells. */
    static boolean is(List<String> statements) {
        Set<String> made = new HashSet<>();
        for (String statement : statements) {
            if (!is(statement, made)) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(String statement, Set<String> made) {
        if (COMMENT.matcher(statement).matches()) {
            return true;
        }
        if (!StatementText.isRead(statement)
                || TEMPORARY.matcher(statement).find()
                || StatementText.strings(statement)
                        .anyMatch(string -> BRACKET.matcher(string).find())) {
            return false;
        }
        Matcher table = TABLE.matcher(statement);
        if (table.matches()) {
            made.add(name(table.group(1)));
            return !EVALUATES.matcher(statement).find();
        }
        Matcher index = INDEX.matcher(statement);
        return index.matches()
                ? made.contains(name(index.group(1) == null ? index.group(2) : index.group(1)))
                : OTHERS.matcher(statement).matches();
    }

    private static String name(String relation) {
        return relation.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
