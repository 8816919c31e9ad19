package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file of some megabytes goes to the server in several messages, and its text by itself: still all of it or nothing. */
class LargeFileIT {
    /** 500 bytes each: three megabytes and a bit. */
    private static final int INSERTS = 6_400;

    private static final String INSERT = "INSERT INTO a VALUES ('" + "ü".repeat(237) + "');\n";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private static String up(String last) {
        return "CREATE TABLE a (t text);\n" + INSERT.repeat(INSERTS) + last;
    }

    @Test
    void isAppliedAndKept() {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", up("COMMENT ON TABLE a IS 'done';"), "DROP TABLE a;");

        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*), obj_description('shop.a'::regclass) FROM shop.a"))
                .isEqualTo(INSERTS + "|done");
        assertThat(db.query("SELECT success, md5(source) = checksum FROM shop.schema_migrations"))
                .isEqualTo("t|t");
        assertThat(db.query("SELECT string_agg(action, ' ' ORDER BY id) FROM shop.schema_migrations_log"))
                .isEqualTo("apply");
        assertThat(cli.run("rollback", "shop", "--yes").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL, count(*) FROM shop.schema_migrations"))
                .isEqualTo("t|0");
    }

    @Test
    void isRolledBackWholeAndItsErrorPlaced() {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", up("/* ü */ INSERT INTO nowhere VALUES (1);"), "DROP TABLE a;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said())
                .contains("sql/shop/001_a.sql:" + (INSERTS + 3) + ":21")
                .contains("nothing of it stands");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL")).isEqualTo("t");
        assertThat(db.query(
                        "SELECT success, source IS NULL, error_message LIKE '%nowhere%' FROM shop.schema_migrations"))
                .isEqualTo("f|t|t");
    }

    @Test
    void whoseTextATriggerSwallowsIsRolledBackWhole() {
        Cli cli = Cli.in(folder).on(db).migration("shop", "000_first.sql", "SELECT 1;", "");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute(
                "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                        + " CREATE TRIGGER no BEFORE UPDATE ON shop.schema_migrations FOR EACH ROW EXECUTE FUNCTION public.no()");
        cli.migration("shop", "001_a.sql", up(""), "DROP TABLE a;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said())
                .contains("keeps the history from being written")
                .contains("nothing of it stands");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL")).isEqualTo("t");
    }

    /** The text is not held, so an editor can get between what was checked and what is run: then nothing of it stands. */
    @Test
    @Timeout(90)
    void thatIsEditedWhileItRunsIsRolledBackWhole() throws Exception {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", "SELECT pg_advisory_xact_lock(47);\n" + up(""), "DROP TABLE a;");
        Path file = folder.resolve("sql/shop/001_a.sql");
        CompletableFuture<Cli.Result> run;
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(47)");
            run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            while (db.query("SELECT count(*) FROM pg_locks WHERE objid = 47 AND NOT granted AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                    .equals("0")) {
                Thread.sleep(20);
            }
            Files.writeString(file, Files.readString(file).replace("DROP TABLE", "DROP  TABLE"));
        }

        Cli.Result result = run.get(60, TimeUnit.SECONDS);

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said())
                .contains("cannot read sql/shop/001_a.sql: it was changed while it was being read")
                .contains("nothing of it stands");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL, count(*) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("t|0");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.a")).isEqualTo(INSERTS + "");
    }
}
