package dev.bailiwick.checks;

import dev.bailiwick.checks.DdlReader.Made;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file as lint rules see it: its statements as words, and what was there before it. */
final class LintFile {
    private final Domain domain;
    private final String path;
    private final Migration migration;
    private final List<Said> up;
    private final List<Said> down;
    private final KnownObjects known;
    private final Set<String> made = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> droppedBack = new HashSet<>();
    private final Set<String> commented = new HashSet<>();
    private final Set<String> validated = new HashSet<>();
    private final Set<String> owned = new HashSet<>();
    private final Set<String> temporary = new HashSet<>();

    /**
     * A statement and its words.
     *
     * @param made what it makes; null where that is nothing that rules know
     * @param before where the statement before it ends, or the section begins
     */
    record Said(Statement statement, StatementWords words, @Nullable Made made, int before) {}

    LintFile(Domain domain, String path, Migration migration, KnownObjects known) {
        this.domain = domain;
        this.path = path;
        this.migration = migration;
        this.known = known;
        this.up = said(migration.text(), migration.up());
        Section back = migration.down();
        this.down = back == null ? List.of() : said(migration.text(), back);
        for (Said one : up) {
            if (one.made() != null && one.made().kind().equals("table")) {
                made.add(qualified(one.made().name()));
            }
            DdlReader.dropped(one.words()).forEach(name -> dropped.add(name.name()));
            TableName passing = DdlReader.temporary(one.words());
            if (passing != null) {
                temporary.add(passing.name());
            }
            comment(one.words());
            TableName sequence =
                    one.words().is(0, "alter", "sequence") ? one.words().name(2) : null;
            if (sequence != null && one.words().find(3, "owned") > 0) {
                owned.add(qualified(sequence));
            }
            TableName table = DdlReader.validated(one.words());
            if (table != null) {
                validated.add(qualified(table));
            }
        }
        for (Said one : down) {
            DdlReader.dropped(one.words()).forEach(name -> droppedBack.add(qualified(name)));
        }
    }

    private void comment(StatementWords words) {
        TableName name = words.is(0, "comment", "on") ? words.name(3) : null;
        if (name != null) {
            commented.add(words.lower(2) + " " + qualified(name));
        }
    }

    private static List<Said> said(Text text, Section section) {
        List<Said> said = new ArrayList<>();
        int before = section.start();
        for (Statement statement : section.sent()) {
            StatementWords words = StatementWords.of(text, statement);
            said.add(new Said(statement, words, DdlReader.made(words), before));
            before = Math.max(statement.end(), statement.dataEnd());
        }
        return List.copyOf(said);
    }

    Domain domain() {
        return domain;
    }

    String path() {
        return path;
    }

    Migration migration() {
        return migration;
    }

    Text text() {
        return migration.text();
    }

    /** The statements of the up section. */
    List<Said> up() {
        return up;
    }

    /** The statements of the down section; none where it has none. */
    List<Said> down() {
        return down;
    }

    KnownObjects known() {
        return known;
    }

    boolean inTransaction() {
        return migration.up().transaction();
    }

    /** See {@link #qualified(TableName)}. */
    static String qualified(Domain domain, TableName name) {
        String schema = name.schema();
        return DdlReader.quoted(schema == null ? domain.schema() : schema) + "." + DdlReader.quoted(name.name());
    }

    /** A name with its schema: the domain's where it is written without one. */
    String qualified(TableName name) {
        return qualified(domain, name);
    }

    /** Whether an earlier file has made a table, so that it may hold rows and have users. */
    boolean existed(TableName table) {
        return !made.contains(qualified(table)) && known.tables().contains(qualified(table));
    }

    /** Whether rows of a table can't be anybody's: it is temporary, or this file makes it and none before did. */
    boolean fresh(TableName table) {
        return passing(table)
                || (made.contains(qualified(table)) && !known.tables().contains(qualified(table)));
    }

    /** Whether this file makes a temporary table of this name. */
    boolean passing(TableName table) {
        return table.schema() == null && temporary.contains(table.name());
    }

    /** Whether the up section gives a sequence to a column, with which it goes. */
    boolean owned(TableName sequence) {
        return owned.contains(qualified(sequence));
    }

    /** How an object is known by: its kind, its table where it stands on one, its name. */
    String key(Made object) {
        TableName on = object.on();
        boolean standsOn = on != null && !object.kind().equals("index");
        return object.kind() + " "
                + (standsOn && on != null ? qualified(on) + "." + object.name().name() : qualified(object.name()));
    }

    /** Whether this file makes the table. */
    boolean makes(TableName table) {
        return made.contains(qualified(table));
    }

    /** Whether the up section drops anything of this name. */
    boolean drops(String name) {
        return dropped.contains(name);
    }

    /** Whether the down section drops something of this name. */
    boolean dropsBack(@Nullable TableName name) {
        return name != null && droppedBack.contains(qualified(name));
    }

    /** Whether the up section has a COMMENT ON an object. */
    boolean comments(String kind, TableName name) {
        return commented.contains(kind + " " + qualified(name));
    }

    /** Whether this file or an earlier one validates a constraint of a table. */
    boolean validates(TableName table) {
        return validated.contains(qualified(table)) || known.validated().contains(qualified(table));
    }

    /** The tables of which this file validates a constraint. */
    Set<String> validated() {
        return validated;
    }

    /** Hears one action of an ALTER TABLE. */
    interface Alteration {
        void look(Said said, TableName table, Item action);
    }

    /** Each action on a table that was there before. */
    void alterations(Alteration alteration) {
        for (Said one : up) {
            TableName table = DdlReader.alteredTable(one.words());
            if (table != null && existed(table)) {
                DdlReader.actions(one.words()).forEach(action -> alteration.look(one, table, action));
            }
        }
    }
}
