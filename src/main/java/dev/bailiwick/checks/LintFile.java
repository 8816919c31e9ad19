package dev.bailiwick.checks;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Statement;
import dev.bailiwick.model.TableName;
import dev.bailiwick.model.Text;
import dev.bailiwick.script.Words;
import dev.bailiwick.script.Words.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One file as lint rules see it: its statements as words, and what was there before it. */
final class LintFile {
    private final Domain domain;
    private final String path;
    private final Migration migration;
    private final List<Said> up;
    private final List<Said> down;
    private final Known known;
    private final Set<String> made = new HashSet<>();

    /** A statement and its words. */
    record Said(Statement statement, Words words) {}

    LintFile(Domain domain, String path, Migration migration, Known known) {
        this.domain = domain;
        this.path = path;
        this.migration = migration;
        this.known = known;
        this.up = said(migration.text(), migration.up());
        Section back = migration.down();
        this.down = back == null ? List.of() : said(migration.text(), back);
        for (Said one : up) {
            TableName table = Ddl.createdTable(one.words());
            if (table != null) {
                made.add(qualified(table));
            }
        }
    }

    private static List<Said> said(Text text, Section section) {
        List<Said> said = new ArrayList<>();
        for (Statement statement : section.sent()) {
            said.add(new Said(statement, Words.of(text, statement)));
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

    Known known() {
        return known;
    }

    boolean inTransaction() {
        return migration.up().transaction();
    }

    /** A name with its schema: the domain's where it is written without one. */
    String qualified(TableName name) {
        return (name.schema() == null ? domain.schema() : name.schema()) + "." + name.name();
    }

    /** Whether an earlier file has made a table, so that it may hold rows and have users. */
    boolean existed(TableName table) {
        return !made.contains(qualified(table)) && known.tables().contains(qualified(table));
    }

    /** Whether this file makes the table. */
    boolean makes(TableName table) {
        return made.contains(qualified(table));
    }

    /** Hears one action of an ALTER TABLE. */
    interface Alteration {
        void look(Said said, TableName table, Item action);
    }

    /** Each action on a table that was there before. */
    void alterations(Alteration alteration) {
        for (Said one : up) {
            TableName table = Ddl.alteredTable(one.words());
            if (table != null && existed(table)) {
                Ddl.actions(one.words()).forEach(action -> alteration.look(one, table, action));
            }
        }
    }
}
