package dev.bailiwick.othertools.format;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How another tool writes its migrations down. */
public enum FileFormat {
    DBMATE(false),
    GOOSE(false),
    GOLANG_MIGRATE(true),
    DIESEL(false),
    SQLX(false),
    MYBATIS(true),
    FLYWAY(true),
    SQITCH(true),
    LIQUIBASE(false),
    /** Recognised, and never converted: its migrations are programs. */
    KNEX(false),
    PLAIN(true);

    private final boolean bare;

    FileFormat(boolean bare) {
        this.bare = bare;
    }

    /** Its name as {@code --from} takes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether the tool may run a file outside a transaction without the file saying so. There a statement that refuses a
     * transaction is proof that the file ran without one.
     */
    public boolean bare() {
        return bare;
    }

    /** How a file is told to run outside a transaction, as what to do about one that must. */
    public String withoutTransaction() {
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
        return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
    }
}
