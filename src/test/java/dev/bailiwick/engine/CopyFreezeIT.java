package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code COPY … FREEZE} of a table that the section made or emptied works as it does under psql -1, and the guard sees as much as elsewhere. */
@Timeout(60)
class CopyFreezeIT {
    private static final String DATA = "1\n2\n\\.\n";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;")
                .migration(
                        "hr",
                        "001_x.sql",
                        "CREATE TABLE staff (id int); CREATE TABLE pay (id int);",
                        "DROP TABLE staff, pay;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE t; COPY t FROM STDIN (FREEZE);\n" + DATA,
                "TRUNCATE t;\n-- as it is\nCOPY t FROM STDIN WITH (FORMAT text, freeze true);\n" + DATA
                        + "-- done\nSELECT 1;",
                "CREATE TABLE f (id int);\nCOPY f FROM STDIN FREEZE;\n" + DATA + "CREATE INDEX ON f (id);\n"
                        + "TRUNCATE t;\nCOPY t FROM STDIN (FREEZE);\n" + DATA
            })
    void itWorks(String section) {
        for (String option : new String[] {"--lock-retry=1s", "--one-transaction"}) {
            cli.migration("shop", "002_f.sql", section, "DROP TABLE IF EXISTS f; TRUNCATE t;");
            cli.migration("shop", "003_g.sql", "CREATE TABLE g ();", "DROP TABLE g;");
            Cli.Result rehearsed = cli.run("rehearse", "shop");
            assertThat(rehearsed.exit()).as(rehearsed.err()).isZero();
            Cli.Result done = cli.run("migrate", option);
            assertThat(done.exit()).as(done.err()).isZero();
            assertThat(db.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM shop.t"))
                    .isEqualTo("1 2");
            assertThat(cli.run("rollback", "shop", "--yes").exit()).isZero();
        }
    }

    @Test
    void aFileOfTheServersIsReadToo() {
        db.execute("COPY (SELECT 7) TO '" + folder.resolve("seven.txt") + "'");
        cli.migration(
                "shop",
                "002_f.sql",
                "TRUNCATE t;\nCOPY t FROM '" + folder.resolve("seven.txt") + "' (FREEZE);\nSELECT 1;",
                "SELECT 1;");
        Cli.Result done = cli.run("migrate");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(db.query("SELECT id FROM shop.t")).isEqualTo("7");
    }

    @Test
    void aSeedDoesItToo() {
        cli.file("sql/shop/seeds/d.txt", "1\n2\n")
                .file("sql/shop/seeds/1.sql", "TRUNCATE t;\n\\copy t from 'd.txt' (freeze)\n");
        Cli.Result done = cli.run("seed", "shop");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.t")).isEqualTo("2");
    }

    /** Drops elsewhere are seen on both sides of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE hr.pay; TRUNCATE t; COPY t FROM STDIN (FREEZE);\n" + DATA,
                "TRUNCATE t; COPY t FROM STDIN (FREEZE);\n" + DATA + "DROP TABLE hr.pay;",
                "TRUNCATE t; COPY t FROM STDIN (FREEZE);\n" + DATA
                        + "TRUNCATE t; DROP TABLE hr.pay; COPY t FROM STDIN FREEZE;\n" + DATA
            })
    void theGuardSees(String section) {
        cli.migration("shop", "002_f.sql", section, "SELECT 1;");
        Cli.Result refused = cli.run("migrate");
        assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
        assertThat(refused.said()).contains("hr.pay");
        assertThat(db.query("SELECT to_regclass('hr.pay'), count(*) FROM shop.t"))
                .isEqualTo("hr.pay|0");
        cli.file("sql/shop/domain.properties", "guard = warn\n");
        Cli.Result warned = cli.run("migrate");
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.said()).containsOnlyOnce("hr.pay");
    }

    /** An error behind it has its place and its number. */
    @Test
    void whatFailsBehindItIsPlaced() {
        cli.migration(
                "shop",
                "002_f.sql",
                "TRUNCATE t;\nCOPY t FROM STDIN (FREEZE);\n" + DATA + "SELECT 1;\nALTER TABLE nope ADD a int;",
                "SELECT 1;");
        Cli.Result failed = cli.run("migrate");
        assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
        assertThat(failed.err()).contains("sql/shop/002_f.sql:8:1");
    }
}
