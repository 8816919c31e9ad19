package dev.bailiwick.engine.adopt;

import dev.bailiwick.db.history.OtherToolTables;
import dev.bailiwick.db.history.OtherToolTables.Found;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.othertools.history.OtherToolRows;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the one table in this database that is another tool's history, and reads it. */
final class OtherToolHistory {
    private final ProjectSession projectSession;
    private final Adopt.Request request;
    private final OtherTool tool;

    OtherToolHistory(ProjectSession projectSession, Adopt.Request request) {
        this.projectSession = projectSession;
        this.request = request;
        this.tool = request.from();
    }

    /** What is known of it: the table as {@code schema.name}, and what its rows mean. */
    record Known(String table, OtherToolRows history) {}

    Known read() {
        Found table = table();
        if (!table.mayRead()) {
            String role = projectSession.session().info().role();
            throw refused("role " + role + " may not read " + table.qualified(), "as its owner: " + table.grant(role));
        }
        OtherToolTables tables = new OtherToolTables(projectSession.session());
        if (request.column() != null) {
            if (!table.columns().contains(request.column())) {
                throw refused(
                        table.qualified() + " has no column " + request.column() + " (columns: "
                                + String.join(", ", table.columns()) + ")",
                        again("--table", table.qualified(), "--column", "COLUMN"));
            }
            List<Map<String, String>> rows = tables.rows(table, List.of(request.column()), request.column());
            return new Known(table.qualified(), OtherToolRows.ofColumn(rows, request.column()));
        }
        OtherToolRows history = OtherToolRows.of(tool, tables.rows(table, tool.columns(), tool.order()), zone());
        refuseRunning(table, tables);
        if (history.dirty() != null) {
            throw refused(
                    tool.label() + " itself doesn't know what stands: " + table.qualified() + " is dirty at version "
                            + history.dirty(),
                    "look at what stands of that migration, finish or undo it by hand, and say so to the tool: migrate … force"
                            + " VERSION",
                    "then: " + again());
        }
        return new Known(table.qualified(), history);
    }

    /** A run of theirs that is under way, or was killed: its history is not at rest. */
    private void refuseRunning(Found table, OtherToolTables tables) {
        String name = tool.lock(table.name()).orElse(null);
        if (name == null) {
            return;
        }
        List<Found> locks = tables.find(List.of(name), OtherTool.PLAIN).stream()
                .filter(lock -> lock.schema().equals(table.schema()))
                .toList();
        for (Found lock : locks) {
            if (!lock.mayRead()) {
                projectSession
                        .events()
                        .note("whether " + tool.label() + " runs is not known: the login role may not read "
                                + lock.qualified());
            } else if (tables.rows(lock, List.of("is_locked", "locked"), "").stream()
                    .anyMatch(row -> row.containsValue("1") || row.containsValue("true"))) {
                throw refused(
                        tool.label() + " is locked: " + lock.qualified() + " says that a run of it is under way",
                        "wait for its end; where none runs, one was killed: look at what it left, then release the lock: "
                                + (tool == OtherTool.KNEX ? "knex migrate:unlock" : "liquibase release-locks"),
                        "then: " + again());
            }
        }
    }

    private Found table() {
        String typed = request.table();
        String name = typed == null ? "" : typed.substring(typed.lastIndexOf('.') + 1);
        List<String> names = typed == null ? tool.tables() : List.of(name);
        List<Found> found = new OtherToolTables(projectSession.session()).find(names, tool);
        List<Found> named = found.stream()
                .filter(table -> typed == null
                        ? names.contains(table.name())
                        : typed.equals(table.qualified()) || typed.equals(table.name()))
                .toList();
        List<Found> own = named.stream().filter(this::fits).toList();
        if (own.size() == 1) {
            return own.get(0);
        }
        if (own.size() > 1) {
            throw refused(
                    own.size() + " tables in this database can be " + tool.label() + "'s",
                    own.stream()
                            .map(table -> again("--table", table.qualified()))
                            .toArray(String[]::new));
        }
        throw none(named, found.stream().filter(this::fits).toList());
    }

    private boolean fits(Found table) {
        return tool == OtherTool.PLAIN || tool.owns(table.columns());
    }

    private BailiwickException none(List<Found> named, List<Found> likely) {
        List<String> next = new ArrayList<>();
        likely.forEach(table -> next.add("it has the columns of one: " + again("--table", table.qualified())));
        for (Found table : named) {
            OtherTool.of(table.columns())
                    .ifPresent(other -> next.add("it has the columns of " + other.label() + "'s: "
                            + ShellCommand.of("bailiwick", "adopt", request.domain(), "--from", other.word())));
        }
        if (next.isEmpty()) {
            next.add("see which database this is: bailiwick connection");
            next.add("where the table has another name: " + again("--table", "SCHEMA.TABLE"));
        }
        String what = named.isEmpty()
                ? "there is no " + (request.table() == null ? String.join(" or ", tool.tables()) : request.table())
                        + " in any schema of database "
                        + projectSession.session().info().database()
                : named.get(0).qualified() + " is not " + tool.label() + "'s history: its columns are "
                        + NameList.of(named.get(0).columns());
        return refused(what, next.toArray(String[]::new));
    }

    private String again(String... options) {
        List<String> words = new ArrayList<>(List.of("bailiwick", "adopt", request.domain(), "--from", tool.word()));
        words.addAll(List.of(options));
        return ShellCommand.of(words.toArray(String[]::new));
    }

    /** What times without a zone mean. PostgreSQL may know zones that Java doesn't. */
    private ZoneId zone() {
        try {
            return ZoneId.of(projectSession.session().info().timeZone());
        } catch (DateTimeException e) {
            projectSession
                    .events()
                    .note("time zone " + projectSession.session().info().timeZone()
                            + " is not known here: times without a zone are taken as UTC");
            return ZoneId.of("UTC");
        }
    }

    private static BailiwickException refused(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }
}
