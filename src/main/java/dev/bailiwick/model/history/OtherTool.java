package dev.bailiwick.model.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Another migrator whose history can be taken over, with the shape of its table.
 *
 * <p>Names and columns are those of tables that the tools themselves made (see {@code src/test/resources/histories}); all
 * of them are lower-case in PostgreSQL, whatever the tool's own spelling is.
 */
public enum OtherTool {
    /** One row a file, removed when it is rolled back. */
    KNEX("knex", "knex_migrations", "id name batch migration_time"),

    /** One row a run of a file; {@code schema_version} is its name before 5.0. */
    FLYWAY(
            "Flyway",
            "flyway_schema_history schema_version",
            "installed_rank version description type script checksum installed_on installed_by execution_time success"),

    /** One row a changeset, of which a file may hold many. */
    LIQUIBASE("Liquibase", "databasechangelog", "id author filename dateexecuted orderexecuted exectype md5sum"),

    /** One row a file with nothing but its version. Rails keeps the same table. */
    DBMATE("dbmate", "schema_migrations", "version"),

    /** Rows for ups and, until 3.0, for downs; the last of a version counts. */
    GOOSE("goose", "goose_db_version", "id version_id is_applied tstamp"),

    /** One row in all: the version that the database has come to. */
    GOLANG_MIGRATE("golang-migrate", "schema_migrations", "version dirty"),

    /** One row a file, removed when it is undone. */
    MYBATIS("MyBatis Migrations", "changelog", "id applied_at description"),

    /** One row a deployed change, of one or several projects. */
    SQITCH("sqitch", "changes", "change_id change project committed_at committer_name script_hash"),

    /** No tool: a table with one column of file names or versions, or nothing but a person's word. */
    PLAIN("plain SQL", "", "");

    private final String label;
    private final String tables;
    private final String columns;

    OtherTool(String label, String tables, String columns) {
        this.label = label;
        this.tables = tables;
        this.columns = columns;
    }

    /** The tool as a person writes it. */
    public String label() {
        return label;
    }

    /** The column that has the order in which its rows were made; empty where there is no such table. */
    public String order() {
        return switch (this) {
            case KNEX, GOOSE, MYBATIS -> "id";
            case FLYWAY -> "installed_rank";
            case LIQUIBASE -> "orderexecuted";
            case DBMATE, GOLANG_MIGRATE -> "version";
            case SQITCH -> "committed_at";
            case PLAIN -> "";
        };
    }

    /** The table beside its own in which a run of it says that it is under way; nothing where it keeps none. */
    public Optional<String> lock(String table) {
        return switch (this) {
            case KNEX -> Optional.of(table + "_lock");
            case LIQUIBASE -> Optional.of("databasechangeloglock");
            default -> Optional.empty();
        };
    }

    /** The names that its table usually has. */
    public List<String> tables() {
        return words(tables);
    }

    /** The columns by which its table is known. */
    public Set<String> columns() {
        return Set.copyOf(words(columns));
    }

    /** Whether a table with these columns can be its own. Where it has few columns, others have them too: then no more. */
    public boolean owns(Set<String> found) {
        Set<String> own = columns();
        return !own.isEmpty() && (own.size() > 2 ? found.containsAll(own) : found.equals(own));
    }

    /** Whose table has these columns: the one that knows most of them. */
    public static Optional<OtherTool> of(Set<String> found) {
        return Arrays.stream(values())
                .filter(tool -> tool.owns(found))
                .max(Comparator.comparingInt(tool -> tool.columns().size()));
    }

    /** The word of {@code --from}, such as {@code golang-migrate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return word();
    }

    private static List<String> words(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(" "));
    }
}
