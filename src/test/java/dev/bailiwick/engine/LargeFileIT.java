package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file of some megabytes goes to the server in several messages, and its text by itself: still all of it or nothing. */
class LargeFileIT {
    /** 26 bytes each: three megabytes and a bit. */
    private static final int INSERTS = 130_000;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private static String up(String last) {
        return "CREATE TABLE a (t text);\n" + "INSERT INTO a VALUES ('ü');\n".repeat(INSERTS) + last;
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
        assertThat(cli.run("rollback", "shop").exit()).isZero();
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
}
