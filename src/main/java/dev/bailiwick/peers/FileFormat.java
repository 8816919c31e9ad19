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

    /** The format of a name as {@code --from} takes it. */
    public static Optional<FileFormat> of(String word) {
        return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst();
    }
}
