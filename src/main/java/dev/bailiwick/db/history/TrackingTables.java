package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.OtherTool;
import java.util.Map;
import java.util.Set;

/** The definition of a domain's tracking table and log, and how another program's table is told from ours. */
public final class TrackingTables {

    /** Columns without which a table is not ours. */
    public static final Set<String> TRACKING_COLUMNS = Set.of(
            "id",
            "filename",
            "batch",
            "checksum",
            "applied_at",
            "applied_by",
            "execution_time_ms",
            "success",
            "error_message",
            "statements_done",
            "source");

    /** How many columns a log has. */
    public static final int LOG_COLUMN_COUNT = 12;

    /** Columns by which tables of the same name are known whose histories can't be adopted by the tool's name. */
    private static final Map<Set<String>, String> OTHERS = Map.of(
            Set.of("version", "inserted_at"), "Ecto",
            Set.of("id", "applied_at", "name"), "node-pg-migrate or a relative");

    private TrackingTables() {}

    public static String table(Domain domain) {
        return Quote.qualified(domain.schema(), domain.table());
    }

    public static String log(Domain domain) {
        return Quote.qualified(domain.schema(), domain.logTable());
    }

    public static String catalog(Domain domain) {
        return Quote.qualified(domain.schema(), domain.catalogTable());
    }

    /** Creates all three tables with their comments; the schema must be there. */
    public static String definition(Domain domain) {
        return SqlFile.text("tracking.sql").replace(":table", table(domain)).replace(":log", log(domain))
                + catalogDefinition(domain);
    }

    /** Creates a log in place of one that is gone, as one line to type. */
    static String logDefinition(Domain domain) {
        String all = SqlFile.text("tracking.sql");
        int from = all.indexOf("CREATE TABLE IF NOT EXISTS :log");
        return all.substring(from, all.indexOf(';', from) + 1)
                .replaceAll("\\s+", " ")
                .replace(" IF NOT EXISTS :log", " " + log(domain))
                .replace("( ", "(")
                .replace(" )", ")");
    }

    /** Creates the table that keeps what the last run has left: histories that are older don't have it. */
    public static String catalogDefinition(Domain domain) {
        return SqlFile.text("catalog_table.sql").replace(":catalog", catalog(domain));
    }

    /** Whose table this seems to be, by its columns. */
    static String owner(Set<String> columns) {
        return OtherTool.of(columns)
                .map(tool -> tool == OtherTool.DBMATE ? "dbmate or Rails" : tool.label())
                .orElseGet(() -> OTHERS.entrySet().stream()
                        .filter(other -> columns.containsAll(other.getKey()))
                        .max((a, b) -> a.getKey().size() - b.getKey().size())
                        .map(Map.Entry::getValue)
                        .orElse("another tool"));
    }
}
