package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An older release over a newer database: it starts, runs nothing, and says so. */
@Timeout(120)
class NewerHistoryIT {
    private static final String NOTE =
            "the history of shop has 2 newer files, the newest 004_d.sql: an older release is"
                    + " deployed, and nothing is run in shop";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    /** Two releases of shop: 001 and 002 with a seed that says 1, then 003 and 004 with the seed that says 2. */
    @BeforeEach
    void project() throws IOException {
        cli = Cli.in(folder)
                .on(db)
                .migration("public", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;")
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int PRIMARY KEY, v int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;")
                .migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;")
                .migration("shop", "004_d.sql", "CREATE TABLE d (id int);", "DROP TABLE d;");
        seed(2);
        cli.succeeds("setup");
        Files.delete(folder.resolve("sql/shop/004_d.sql"));
        Files.delete(folder.resolve("sql/shop/003_c.sql"));
        seed(1);
    }

    private void seed(int value) {
        cli.file(
                "sql/shop/seeds/1.sql",
                "INSERT INTO a VALUES (1, " + value + ") ON CONFLICT (id) DO UPDATE SET v = excluded.v;");
    }

    private String value() {
        return db.query("SELECT v FROM shop.a");
    }

    private String logged() {
        return db.query("SELECT count(*) FROM shop.schema_migrations_log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate",
                "migrate shop",
                "migrate shop --one-transaction",
                "migrate --parallel 4",
                "migrate shop --to 002",
                "setup",
                "setup --changed",
                "setup shop --changed",
                "setup shop --dry-run",
                "migrate shop --dry-run",
                "rehearse shop"
            })
    void itStartsAndRunsNothing(String command) {
        String before = logged();

        Cli.Result result = cli.succeeds(command.split(" "));

        assertThat(result.said()).containsOnlyOnce(NOTE);
        if (command.startsWith("setup")) {
            assertThat(result.said())
                    .containsOnlyOnce(
                            "the seeds of shop are not run: older data must not overwrite newer; to run them all"
                                    + " the same: bailiwick seed shop --over-newer-history");
        }
        assertThat(value()).isEqualTo("2");
        assertThat(logged()).isEqualTo(before);
    }

    @Test
    void statusAndValidateCallItNewer() {
        Cli.Result status = cli.succeeds("status", "shop", "--exit-code");
        assertThat(status.out())
                .contains("shop: 2 applied, 2 newer")
                .contains("> newer")
                .contains("of a newer release: behind all files here, which are all applied")
                .doesNotContain("next:");
        assertThat(cli.succeeds("status", "--json").out())
                .containsPattern("\"newer\": ?2")
                .containsPattern("\"missing\": ?0")
                .containsPattern("\"state\": ?\"newer\"");
        Cli.Result validate = cli.succeeds("validate");
        assertThat(validate.out()).contains("well in public, shop, and the history is newer in shop");
        assertThat(validate.said())
                .contains(
                        "newer: the history of shop has 2 newer files, the newest 004_d.sql, as where an older release is"
                                + " deployed");
        assertThat(cli.succeeds("migrate", "--json").out()).contains(NOTE);
    }

    @Test
    void seedRunsNothingUnlessItIsAskedTo() {
        Cli.Result seed = cli.succeeds("seed", "shop");
        assertThat(seed.said())
                .contains(
                        "the seeds of shop are not run: its history has 2 newer files, the newest 004_d.sql, and older"
                                + " data must not overwrite newer; to run them all the same: bailiwick seed shop"
                                + " --over-newer-history");
        assertThat(seed.out()).contains("no seeds to run in shop").doesNotContain("unchanged");
        assertThat(cli.succeeds("seed", "shop", "--dry-run").out()).doesNotContain("would run");
        assertThat(cli.succeeds("seed", "shop", "--changed", "--only", "1").out())
                .doesNotContain("ran 1");
        assertThat(value()).isEqualTo("2");

        cli.succeeds("seed", "shop", "--over-newer-history");
        assertThat(value()).isEqualTo("1");
    }

    @Test
    void aFileThatIsMissingInTheMiddleIsRefused() throws IOException {
        Files.delete(folder.resolve("sql/shop/001_a.sql"));

        assertThat(cli.refused("setup", "--changed").said())
                .contains("sql/shop/001_a.sql is applied, and the file is missing")
                .contains("sql/shop/004_d.sql is applied, and the file is missing");
        assertThat(cli.succeeds("status", "shop").out()).contains("3 missing").doesNotContain("newer");
    }

    @Test
    void pendingAndEditedFilesBesideItAreRefused() {
        cli.migration("shop", "0025_e.sql", "CREATE TABLE e (id int);", "");
        assertThat(cli.refused("migrate").said()).contains("0025_e.sql is out of order");
        assertThat(cli.refused("migrate", "--allow-out-of-order").said())
                .contains("004_d.sql is applied, and the file is missing");

        cli.migration("shop", "0025_e.sql", "", "");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id bigint);", "DROP TABLE b;");
        assertThat(cli.refused("setup").said()).contains("002_b.sql was edited after it was applied");
        // The database is newer all the same.
        assertThat(cli.succeeds("seed", "shop").said()).contains("the seeds of shop are not run");
        assertThat(value()).isEqualTo("2");
    }

    @Test
    void aPendingFileBehindTheNewerOnesIsRefused() {
        cli.migration("shop", "005_e.sql", "CREATE TABLE e (id int);", "");

        assertThat(cli.refused("migrate").said()).contains("003_c.sql is applied, and the file is missing");
    }

    @Test
    void aHalfDoneNewerFileIsRefused() {
        db.execute("UPDATE shop.schema_migrations SET success = false, statements_done = 1, error_message = 'x'"
                + " WHERE filename = '004_d.sql'");

        assertThat(cli.refused("migrate").said()).contains("004_d.sql ran outside a transaction and did not finish");
    }

    @Test
    void aNameThatNoFileCanHaveIsASlipAndNoNewerFile() {
        db.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('zzz', 'MANUAL', 0, true)");

        assertThat(cli.refused("migrate").said())
                .contains("the history of shop has a row named 'zzz', and no file can have that name");
    }

    @Test
    void markedFilesCountAsApplied() {
        db.execute(
                "UPDATE shop.schema_migrations SET checksum = 'MANUAL' WHERE filename IN ('002_b.sql', '004_d.sql')");

        assertThat(cli.succeeds("setup").said()).contains(NOTE);
    }

    @Test
    void aFolderWithoutMigrationsTellsNothing() throws IOException {
        Files.delete(folder.resolve("sql/shop/001_a.sql"));
        Files.delete(folder.resolve("sql/shop/002_b.sql"));

        assertThat(cli.refused("setup").said()).contains("004_d.sql is applied, and the file is missing");
    }

    @Test
    void itCanBeRefusedByThePropertiesTheEnvironmentAndTheOption() {
        cli.file("sql/shop/domain.properties", "newer_history = refuse\n");
        assertThat(cli.refused("setup", "--changed").said())
                .contains("sql/shop/003_c.sql is applied, and the file is missing")
                .contains("the history is newer than the files")
                .contains("deploy the newer files")
                .contains("or let the older files be, and run nothing: bailiwick migrate shop --newer-history accept")
                .contains("bailiwick rollback shop --to 002_b.sql");
        assertThat(cli.refused("seed", "shop").said())
                .contains(
                        "the history of shop has 2 newer files, the newest 004_d.sql: its seeds would overwrite newer data"
                                + " with older");
        assertThat(cli.refused("status", "shop", "--exit-code").out())
                .contains("2 newer")
                .contains("next:");
        cli.refused("validate");

        assertThat(cli.succeeds("setup", "--newer-history", "accept").said()).contains(NOTE);
        cli.succeeds("validate", "--newer-history", "accept");
        cli.succeeds("status", "--exit-code", "--newer-history", "accept");

        cli.with("BAILIWICK_NEWER_HISTORY", "accept");
        assertThat(cli.succeeds("setup").said()).contains(NOTE);
        cli.refused("setup", "--newer-history", "refuse");

        cli.file("sql/shop/domain.properties", "");
        cli.with("BAILIWICK_NEWER_HISTORY", "refuse");
        cli.refused("migrate");
        cli.succeeds("migrate", "--newer-history", "ACCEPT");
        cli.with("BAILIWICK_NEWER_HISTORY", "maybe");
        Cli.Result wrong = cli.run("migrate");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.said()).contains("BAILIWICK_NEWER_HISTORY can't be maybe");
        assertThat(cli.run("migrate", "--newer-history", "x").exit()).isEqualTo(2);
        cli.with("BAILIWICK_NEWER_HISTORY", "");
        cli.file("sql/shop/domain.properties", "newer_history=x\n");
        assertThat(cli.run("migrate").said())
                .contains("newer_history can't be x")
                .contains("accept or refuse");
    }

    @Test
    void otherDomainsGoTheirOwnWay() {
        cli.migration("public", "002_q.sql", "CREATE TABLE q (id int);", "")
                .migration("sales", "001_s.sql", "CREATE TABLE s (id int);", "")
                .file("sql/sales/domain.properties", "requires = public, shop\n")
                .file("sql/sales/seeds/1.sql", "INSERT INTO s VALUES (1);");

        Cli.Result sales = cli.succeeds("migrate", "sales");
        assertThat(sales.said())
                .contains(
                        "required domain shop is newer than the files here and is left as it is: its history has 2 newer"
                                + " files, the newest 004_d.sql");
        Cli.Result all = cli.succeeds("setup");
        assertThat(all.said()).contains(NOTE);
        assertThat(db.query("SELECT to_regclass('public.q') IS NOT NULL AND to_regclass('sales.s') IS NOT NULL"))
                .isEqualTo("t");
        assertThat(db.query("SELECT count(*) FROM sales.s")).isEqualTo("1");
        assertThat(value()).isEqualTo("2");
    }

    /** The whole release is older: of a domain without newer migrations only its seeds show that. */
    @Test
    void otherDomainsSeedsThatAreNotWhatRanLastAreLeftOut() {
        cli.file("sql/public/seeds/1.sql", "INSERT INTO p VALUES (2);").file("sql/public/seeds/2.sql", "SELECT 2;");
        cli.succeeds("seed", "public");
        cli.file("sql/public/seeds/1.sql", "INSERT INTO p VALUES (1);").file("sql/public/seeds/3.sql", "SELECT 3;");

        Cli.Result setup = cli.succeeds("setup");

        assertThat(setup.said())
                .contains(
                        "not run in public, because it is not what ran here last and the database is of a newer release:"
                                + " seeds/1.sql; to run it all the same: bailiwick seed public --over-newer-history");
        assertThat(setup.out()).contains("ran 2 seeds");
        assertThat(db.query("SELECT string_agg(id::text, ',') FROM public.p")).isEqualTo("2");
        cli.succeeds("seed", "public");
        assertThat(db.query("SELECT string_agg(id::text, ',' ORDER BY id) FROM public.p"))
                .isEqualTo("1,2");
    }

    @Test
    void rollbackTakesBackTheNewerFilesFromTheirStoredText() {
        cli.succeeds("rollback", "shop", "--to", "002");

        assertThat(db.query("SELECT to_regclass('shop.d') IS NULL AND to_regclass('shop.c') IS NULL"))
                .isEqualTo("t");
        assertThat(cli.succeeds("setup", "--changed").said()).doesNotContain("newer");
        assertThat(value()).isEqualTo("1");
    }

    @Test
    void otherCommandsMakeSenseOfIt() {
        assertThat(cli.refused("redo", "shop").said()).contains("004_d.sql is gone");
        assertThat(cli.succeeds("repair", "shop").out()).contains("nothing to do");
        assertThat(cli.succeeds("repair", "shop", "004").out())
                .contains("nothing to do: 004_d.sql is of a newer release, and sorts behind all files here");
        assertThat(cli.succeeds("baseline", "shop", "--to", "002").out()).contains("nothing to do");
        assertThat(cli.succeeds("drift", "shop").out()).doesNotContain("004_d");
        cli.succeeds("verify", "shop");
        cli.succeeds("seal", "shop");
        cli.succeeds("mark", "shop", "004", "--pending");
        assertThat(cli.succeeds("migrate").said()).contains("has 1 newer file, 003_c.sql");
    }
}
