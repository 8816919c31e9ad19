package dev.bailiwick.peers;

import java.util.Optional;
import java.util.stream.Stream;

/** How another tool writes its migrations down. */
public enum FileFormat {
    DBMATE("dbmate", false),
    GOOSE("goose", false),
    GOLANG_MIGRATE("golang-migrate", true),
    DIESEL("diesel", false),
    SQLX("sqlx", false),
    MYBATIS("mybatis", true),
    FLYWAY("flyway", true),
    SQITCH("sqitch", true),
    LIQUIBASE("liquibase", false),
    /** Recognised, and never converted: its migrations are programs. */
    KNEX("knex", false),
    PLAIN("plain", true);

    private final String word;
    private final boolean bare;

    FileFormat(String word, boolean bare) {
        this.word = word;
        this.bare = bare;
    }

    /** Its name as {@code --from} takes it. */
    public String word() {
        return word;
    }

    /**
     * Whether the tool may run a file outside a transaction without the file saying so. There a statement that refuses a
     * transaction is proof that the file ran without one.
     */
    boolean bare() {
        return bare;
    }

    /** How a file is told to run outside a transaction, as what to do about one that must. */
    String withoutTransaction() {
        return switch (this) {
            case DBMATE -> "write transaction:false behind the marker";
            case GOOSE -> "write -- +goose NO TRANSACTION at the top of the file";
            case SQLX -> "write -- no-transaction as the first line of the file";
            case DIESEL -> "write run_in_transaction = false into metadata.toml beside it";
            case LIQUIBASE -> "write runInTransaction:false behind the changeset";
            default -> "take it out of the file, into one of its own";
        };
    }

    /** The format of a name as {@code --from} takes it. */
    public static Optional<FileFormat> of(String word) {
        return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst();
    }
}
