package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sections of {@link PlainDdl} that make tables of their own domain, with their indexes and comments, and nothing else: there is
 * nothing that the guard could find.
 *
 * <p>search_path is the domain's schema and public, which everybody may refer to. So a table without a schema is the domain's, a
 * name without one is no other domain's, and all dots belong to the domain's schema. A foreign key is left out, because it
 * changes the table that it refers to.
 */
final class HomeTables {
    private static final Pattern COMMENT = PlainDdl.pattern("COMMENT\\s+ON\\s+(?:TABLE\\s+(" + PlainDdl.RELATION
            + ")|COLUMN\\s+(" + PlainDdl.RELATION + ")\\s*\\.\\s*" + PlainDdl.NAME + ")\\s+IS\\s+'.*");

    private static final Pattern QUALIFIED =
            Pattern.compile("(" + PlainDdl.NAME + ")\\s*\\.\\s*(" + PlainDdl.NAME + ")");

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private HomeTables() {}

    /** Whether a unit's section holds nothing else, as far as its text tells. */
    static boolean only(SectionRun unit) {
        return only(StatementText.of(unit).toList(), unit.domain().schema());
    }

    /** The same of statements without comments. */
    static boolean only(List<String> statements, String home) {
        Set<String> made = new HashSet<>();
        for (String statement : statements) {
            Matcher table = PlainDdl.TABLE.matcher(statement);
            if (table.matches()) {
                String name = atHome(table.group(1), home);
                if (name == null || PlainDdl.refers(statement) || hasOtherDots(statement, home)) {
                    return false;
                }
                made.add(name);
            } else if (!belongsTo(made, statement, home)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a statement is about a table that the section has made. */
    private static boolean belongsTo(Set<String> made, String statement, String home) {
        for (Pattern about : List.of(PlainDdl.INDEX, COMMENT)) {
            Matcher matcher = about.matcher(statement);
            if (matcher.matches()) {
                String relation = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                String name = atHome(relation, home);
                return name != null && made.contains(name);
            }
        }
        return false;
    }

    /** The name of a relation of the domain, as the server folds it; null where its schema is another one. */
    private static @Nullable String atHome(String relation, String home) {
        Matcher qualified = QUALIFIED.matcher(relation);
        if (!qualified.matches()) {
            return folded(relation);
        }
        return folded(qualified.group(1)).equals(home) ? folded(qualified.group(2)) : null;
    }

    private static String folded(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name.toLowerCase(Locale.ROOT);
    }

    /** Whether there is a dot anywhere, in a string or a number as well, that doesn't stand behind the domain's schema. */
    private static boolean hasOtherDots(String statement, String home) {
        String plain = PLAIN_NAME.matcher(home).matches() ? "|(?i:" + home + ")" : "";
        return statement
                .replaceAll(
                        "(?<![\\w$\"\\x{80}-\\x{10ffff}])(?:\"" + Pattern.quote(home) + "\"" + plain + ")\\s*\\.", "")
                .contains(".");
    }
}
