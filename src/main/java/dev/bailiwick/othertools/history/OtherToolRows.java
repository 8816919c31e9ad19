package dev.bailiwick.othertools.history;

import dev.bailiwick.model.history.Adoption.LeftOut;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.othertools.name.OtherToolName;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rows of another tool's table mean: which entries count as applied, and which don't and why. */
public final class OtherToolRows {
    private final OtherTool tool;
    private final ZoneId zone;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Map<String, OtherToolEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> doubts = new LinkedHashMap<>();
    private final List<String> markedAsRun = new ArrayList<>();
    private @Nullable String dirty;

    private OtherToolRows(OtherTool tool, ZoneId zone) {
        this.tool = tool;
        this.zone = zone;
    }

    /**
     * Reads rows.
     *
     * @param rows in the tool's order: values as text by column, nulls as empty texts, timestamps as ISO 8601
     * @param zone what times without a zone mean
     */
    public static OtherToolRows of(OtherTool tool, List<Map<String, String>> rows, ZoneId zone) {
        OtherToolRows history = new OtherToolRows(tool, zone);
        rows.forEach(history::read);
        return history;
    }

    /** A table with one column that says what was applied: names of files, or versions. */
    public static OtherToolRows ofColumn(List<Map<String, String>> rows, String column) {
        OtherToolRows history = new OtherToolRows(OtherTool.PLAIN, ZoneId.of("UTC"));
        for (Map<String, String> row : rows) {
            String value = row.getOrDefault(column, "");
            history.put(OtherToolEntry.of(value, OtherToolName.ofFile(value), OtherToolEntry.Run.UNKNOWN));
        }
        return history;
    }

    /** A person's word that everything up to a file is applied. */
    public static OtherToolRows upTo(String filename) {
        OtherToolRows history = new OtherToolRows(OtherTool.PLAIN, ZoneId.of("UTC"));
        history.put(
                new OtherToolEntry(filename, OtherToolName.ofFile(filename), "", true, "", OtherToolEntry.Run.UNKNOWN));
        return history;
    }

    /** A version at which the tool itself doesn't know what stands; null where there is none. */
    public @Nullable String dirty() {
        return dirty;
    }

    /** Entries of which the tool says that they were applied, and that something failed after that; and what. */
    public Map<String, String> doubts() {
        return Collections.unmodifiableMap(doubts);
    }

    /** Entries that the tool counts as applied and never ran. */
    public List<String> markedAsRun() {
        return List.copyOf(markedAsRun);
    }

    /** How many entries count as applied. */
    public int size() {
        return entries.size();
    }

    /** All entries that a person can speak of, whether they count as applied or not. */
    public Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>(entries.keySet());
        leftOut.forEach(left -> ids.add(left.entry()));
        ids.addAll(doubts.keySet());
        return ids;
    }

    OtherTool tool() {
        return tool;
    }

    List<OtherToolEntry> entries() {
        return List.copyOf(entries.values());
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    private void read(Map<String, String> row) {
        switch (tool) {
            case KNEX -> knex(row);
            case FLYWAY -> flyway(row);
            case LIQUIBASE -> liquibase(row);
            case DBMATE -> {
                String version = value(row, "version");
                put(OtherToolEntry.of(version, OtherToolName.of(version, ""), OtherToolEntry.Run.UNKNOWN));
            }
            case GOOSE -> goose(row);
            case GOLANG_MIGRATE -> golangMigrate(row);
            case MYBATIS -> mybatis(row);
            case SQITCH -> sqitch(row);
            case PLAIN -> throw new IllegalArgumentException("plain SQL has no table of its own");
        }
    }

    private void knex(Map<String, String> row) {
        String file = value(row, "name");
        OtherToolEntry.Run run =
                new OtherToolEntry.Run(at(row, "migration_time").orElse(null), null, 0, number(value(row, "batch")));
        put(new OtherToolEntry(file, OtherToolName.ofFile(file), file, false, "", run));
    }

    /**
     * Types as Flyway writes them: SQL, JDBC and the like for what was run, UNDO_… for what took it back, DELETE for what
     * {@code repair} has taken out, BASELINE for where it began, SCHEMA for a schema that it created.
     */
    private void flyway(Map<String, String> row) {
        String type = value(row, "type");
        String version = value(row, "version");
        String script = value(row, "script");
        String id = version.isEmpty() ? script : version;
        if (type.equals("SCHEMA")) {
            return;
        }
        if (!value(row, "success").equals("true")) {
            boolean undo = type.startsWith("UNDO");
            if (entries.remove(id) != null || doubts.containsKey(id)) {
                doubts.put(id, undo ? "its undo failed" : "it was applied, and failed when it was run again");
            } else {
                leftOut.add(new LeftOut(
                        id,
                        undo
                                ? "its undo failed there: look what stands"
                                : "failed there: look whether part of it stands"));
            }
            return;
        }
        doubts.remove(id);
        if (type.startsWith("UNDO") || type.equals("DELETE")) {
            entries.remove(id);
            leftOut.add(new LeftOut(id, type.equals("DELETE") ? "taken out by flyway repair" : "undone there"));
            return;
        }
        OtherToolEntry.Run run = new OtherToolEntry.Run(
                at(row, "installed_on").orElse(null),
                value(row, "installed_by"),
                number(value(row, "execution_time")),
                0);
        boolean baseline = type.endsWith("BASELINE");
        put(new OtherToolEntry(
                id,
                OtherToolName.of(version, baseline ? "" : value(row, "description")),
                baseline ? "" : script,
                baseline,
                value(row, "checksum"),
                run));
    }

    /** EXECUTED, RERAN and MARK_RAN are done for Liquibase; FAILED and SKIPPED are not. */
    private void liquibase(Map<String, String> row) {
        String file = value(row, "filename");
        String id = file + "::" + value(row, "id") + "::" + value(row, "author");
        String type = value(row, "exectype");
        if (!List.of("EXECUTED", "RERAN", "MARK_RAN").contains(type)) {
            leftOut.add(new LeftOut(id, type + " there"));
            return;
        }
        if (type.equals("MARK_RAN")) {
            markedAsRun.add(id);
        }
        put(new OtherToolEntry(
                id,
                OtherToolName.ofFile(file),
                file,
                false,
                value(row, "md5sum"),
                OtherToolEntry.Run.at(at(row, "dateexecuted"))));
    }

    private void goose(Map<String, String> row) {
        String version = value(row, "version_id");
        entries.remove(version);
        if (version.equals("0")) {
            return;
        }
        if (value(row, "is_applied").equals("true")) {
            put(OtherToolEntry.of(version, OtherToolName.of(version, ""), OtherToolEntry.Run.at(at(row, "tstamp"))));
        } else {
            leftOut.removeIf(left -> left.entry().equals(version));
            leftOut.add(new LeftOut(version, "rolled back there"));
        }
    }

    private void golangMigrate(Map<String, String> row) {
        String version = value(row, "version");
        if (value(row, "dirty").equals("true")) {
            dirty = version;
        }
        put(new OtherToolEntry(version, OtherToolName.of(version, ""), "", true, "", OtherToolEntry.Run.UNKNOWN));
    }

    private void mybatis(Map<String, String> row) {
        String id = value(row, "id");
        put(OtherToolEntry.of(
                id, OtherToolName.of(id, value(row, "description")), OtherToolEntry.Run.at(at(row, "applied_at"))));
    }

    /** A reworked change has two rows of one name: both are kept apart, and only a person can tell which file is which. */
    private void sqitch(Map<String, String> row) {
        String change = value(row, "change");
        String id = value(row, "project") + ":" + change;
        for (int i = 2; entries.containsKey(id); i++) {
            id = value(row, "project") + ":" + change + "#" + i;
        }
        OtherToolEntry.Run run =
                new OtherToolEntry.Run(at(row, "committed_at").orElse(null), value(row, "committer_name"), 0, 0);
        put(new OtherToolEntry(
                id, OtherToolName.of("", change), "deploy/" + change + ".sql", false, value(row, "script_hash"), run));
    }

    /** A repeatable file of Flyway has a row for each run: the last one counts. */
    private void put(OtherToolEntry entry) {
        entries.remove(entry.id());
        leftOut.removeIf(left -> left.entry().equals(entry.id()));
        entries.put(entry.id(), entry);
    }

    private static String value(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    /** ISO 8601, or MyBatis Migrations' own text without a zone; nothing where it is neither. */
    private Optional<OffsetDateTime> at(Map<String, String> row, String column) {
        String text = value(row, column);
        try {
            return Optional.of(
                    text.endsWith("Z")
                            ? OffsetDateTime.parse(text)
                            : LocalDateTime.parse(text.replace(' ', 'T'))
                                    .atZone(zone)
                                    .toOffsetDateTime());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
