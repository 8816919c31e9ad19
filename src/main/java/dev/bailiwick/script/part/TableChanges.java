package dev.bailiwick.script.part;

import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.TableChange;
import dev.bailiwick.model.script.TableChange.Kind;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.LeadingTokens;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.TableNameReader;
import dev.bailiwick.script.scan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the up section of a migration which tables it makes, drops, renames and moves.
 *
 * <p>Seen are CREATE TABLE in all its forms, SELECT INTO, DROP TABLE, DROP SCHEMA, and ALTER TABLE with RENAME TO, SET
 * SCHEMA, ATTACH and DETACH PARTITION. Temporary tables are passed over. Of DO blocks and function bodies nothing is
 * concluded but that they may do such things.
 */
public final class TableChanges {
    /** In a body: makes tables that outlive the session. Partitions tell nothing that their tables don't. */
    private static final Pattern MAKES = Pattern.compile(
            "(?is)\\bcreate\\s+(unlogged\\s+|foreign\\s+)?table\\b(?!\\s+(if\\s+not\\s+exists\\s+)?\\S+\\s+partition\\s+of\\b)");

    /** In a body: drops tables. */
    private static final Pattern DROPS = Pattern.compile("(?is)\\bdrop\\s+(foreign\\s+)?(table|schema|owned)\\b");

    /** In a body: what, with {@link #MOVES} behind it in one statement, renames or moves tables. */
    private static final Pattern ALTERS = Pattern.compile("(?is)\\balter\\s+(foreign\\s+)?table\\b");

    private static final Pattern MOVES = Pattern.compile("(?is)\\b(rename\\s+to|set\\s+schema)\\b");

    private static final List<String> TELLING = List.of("create", "drop", "alter", "select", "with", "do");

    private static final TableName NONE = new TableName(null, "");

    private final Text text;
    private final List<TableChange> changes = new ArrayList<>();

    private int statement;

    private TableChanges(Text text) {
        this.text = text;
    }

    /** In the order of the statements. */
    public static List<TableChange> of(Migration migration) {
        TableChanges reading = new TableChanges(migration.text());
        for (Statement statement : migration.up().sent()) {
            if (statement.kind() == Statement.Kind.SQL) {
                reading.statement = statement.start();
                reading.read(statement);
            }
        }
        return List.copyOf(reading.changes);
    }

    private void read(Statement statement) {
        Scanner scanner = new Scanner(text, statement.start(), statement.end(), token -> {});
        List<Token> tokens = new ArrayList<>();
        for (Token token = scanner.next(); token.kind() != Token.Kind.END; token = scanner.next()) {
            if (!token.skipped()) {
                tokens.add(token);
            }
            if (tokens.size() == 1 && !mayTell(tokens.get(0))) {
                return;
            }
        }
        LeadingTokens head = new LeadingTokens(text, tokens);
        TableNameReader names = new TableNameReader(text, tokens);
        if (head.is(0, "create")) {
            create(head, names);
        } else if (head.is(0, "drop")) {
            drop(head, names);
        } else if (head.is(0, "alter", "table") || head.is(0, "alter", "foreign", "table")) {
            alter(head, names);
        } else if (head.isAny(0, "select", "with")) {
            selectInto(head, names, tokens);
        } else if (head.is(0, "alter", "schema")) {
            unseen(Kind.UNSEEN_MADE);
            unseen(Kind.UNSEEN_GONE);
        }
        if (head.is(0, "do") || head.find(1, "function") > 0 || head.find(1, "procedure") > 0) {
            bodies(tokens);
        }
    }

    /** An INSERT of a million rows does not have to be read to its end. */
    private boolean mayTell(Token first) {
        return TELLING.stream().anyMatch(word -> first.isWord(text, word));
    }

    private void create(LeadingTokens head, TableNameReader names) {
        int i = 1;
        if (head.is(i, "schema")) {
            if (head.find(i, "table") > 0) {
                unseen(Kind.UNSEEN_MADE);
            }
            return;
        }
        i += head.isAny(i, "global", "local") ? 1 : 0;
        if (head.isAny(i, "temp", "temporary")) {
            return;
        }
        i += head.isAny(i, "unlogged", "foreign") ? 1 : 0;
        if (!head.is(i, "table")) {
            return;
        }
        i += head.is(i + 1, "if", "not", "exists") ? 4 : 1;
        TableNameReader.Found made = names.at(i);
        if (made == null) {
            unseen(Kind.UNSEEN_MADE);
        } else if (!"pg_temp".equals(made.name().schema())) {
            add(Kind.CREATE, made.name(), parent(head, names, made.next()));
        }
    }

    private static @Nullable TableName parent(LeadingTokens head, TableNameReader names, int from) {
        if (head.is(from, "partition", "of")) {
            return name(names.at(from + 2));
        }
        int inherits = head.find(from, "inherits");
        return inherits > 0 && head.isSymbol(inherits + 1, '(') ? name(names.at(inherits + 2)) : null;
    }

    private void drop(LeadingTokens head, TableNameReader names) {
        boolean schema = head.is(1, "schema");
        boolean table = head.is(1, "table") || head.is(1, "foreign", "table");
        if (!schema && !table) {
            if (head.is(1, "owned")) {
                unseen(Kind.UNSEEN_GONE);
            }
            return;
        }
        int i = head.is(1, "foreign") ? 3 : 2;
        i += head.is(i, "if", "exists") ? 2 : 0;
        while (true) {
            TableNameReader.Found found = names.at(i);
            if (found == null) {
                unseen(Kind.UNSEEN_GONE);
                return;
            }
            if (schema) {
                add(Kind.DROP_SCHEMA, NONE, new TableName(found.name().name(), ""));
            } else {
                add(Kind.DROP, found.name(), null);
            }
            if (!head.isSymbol(found.next(), ',')) {
                return;
            }
            i = found.next() + 1;
        }
    }

    private void alter(LeadingTokens head, TableNameReader names) {
        int i = head.is(1, "foreign") ? 3 : 2;
        i += head.is(i, "if", "exists") ? 2 : 0;
        i += head.is(i, "only") ? 1 : 0;
        TableNameReader.Found found = names.at(i);
        if (found == null) {
            unseen(Kind.UNSEEN_GONE);
            return;
        }
        int rest = head.isSymbol(found.next(), '*') ? found.next() + 1 : found.next();
        TableNameReader.Found last = null;
        Kind kind = Kind.PARENT;
        if (head.is(rest, "rename", "to")) {
            kind = Kind.RENAME;
            last = names.at(rest + 2);
        } else if (head.is(rest, "set", "schema")) {
            kind = Kind.MOVE;
            last = names.at(rest + 2);
        } else if (head.is(rest, "attach", "partition") || head.is(rest, "detach", "partition")) {
            last = names.at(rest + 2);
        } else {
            return;
        }
        if (last == null) {
            unseen(Kind.UNSEEN_GONE);
        } else if (kind == Kind.PARENT) {
            add(kind, last.name(), head.is(rest, "attach") ? found.name() : null);
        } else {
            add(
                    kind,
                    found.name(),
                    kind == Kind.MOVE ? new TableName(last.name().name(), "") : last.name());
        }
    }

    private void selectInto(LeadingTokens head, TableNameReader names, List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += head.isSymbol(i, '(') ? 1 : head.isSymbol(i, ')') ? -1 : 0;
            // INSERT INTO after a WITH makes no table.
            if (depth == 0 && i > 0 && head.is(i, "into") && !head.isAny(i - 1, "insert", "merge")) {
                int name = i + 1 + (head.isAny(i + 1, "unlogged") ? 1 : 0);
                name += head.is(name, "table") ? 1 : 0;
                TableNameReader.Found made = names.at(name);
                if (made != null && !head.isAny(name, "temp", "temporary", "local", "global")) {
                    add(Kind.CREATE, made.name(), null);
                }
                return;
            }
        }
    }

    private void bodies(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.DOLLAR || token.kind() == Token.Kind.STRING) {
                String body = text.substring(token.start(), token.end());
                if (MAKES.matcher(body).find()) {
                    unseen(Kind.UNSEEN_MADE);
                }
                if (takesAway(body)) {
                    unseen(Kind.UNSEEN_GONE);
                }
            }
        }
    }

    private static boolean takesAway(String body) {
        if (DROPS.matcher(body).find()) {
            return true;
        }
        for (String statement : body.split(";", -1)) {
            Matcher alters = ALTERS.matcher(statement);
            if (alters.find() && MOVES.matcher(statement).find(alters.end())) {
                return true;
            }
        }
        return false;
    }

    private void unseen(Kind kind) {
        changes.add(
                new TableChange(kind, NONE, null, Place.of("", text, statement).line()));
    }

    private void add(Kind kind, TableName table, @Nullable TableName other) {
        changes.add(new TableChange(kind, table, other));
    }

    private static @Nullable TableName name(TableNameReader.@Nullable Found found) {
        return found == null ? null : found.name();
    }
}
