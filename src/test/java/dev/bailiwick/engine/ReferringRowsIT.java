package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrections of the history, and a failure that is replaced, take nothing away of tables that refer to it. */
class ReferringRowsIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
        for (int i = 1; i <= 3; i++) {
            cli.migration("shop", "00" + i + "_t.sql", "CREATE TABLE t" + i + " ();", "DROP TABLE t" + i + ";");
        }
    }

    private void refers(String action, String filename) {
        db.execute("CREATE TABLE public.rel (f text DEFAULT 'x' REFERENCES shop.schema_migrations (filename) ON DELETE "
                + action + ", note text); INSERT INTO public.rel VALUES ('" + filename + "', 'precious')");
    }

    private void stands(String filename) {
        assertThat(db.query("SELECT f, note FROM public.rel")).isEqualTo(filename + "|precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void aMarkIsRefused(String action) {
        cli.ends(0, "migrate");
        refers(action, "002_t.sql");
        for (String how : new String[] {"mark shop 002 --pending", "mark shop 002 --pending --dry-run"}) {
            assertThat(cli.ends(3, how.split(" ")).err())
                    .contains(
                            "1 row of public.rel refers to the row of 002_t.sql in shop.schema_migrations",
                            "foreign key rel_f_fkey is ON DELETE " + action,
                            "nothing was changed",
                            "ALTER TABLE \"public\".\"rel\" DROP CONSTRAINT \"rel_f_fkey\";");
            stands("002_t.sql");
        }
        // Nothing refers to this one.
        cli.ends(0, "mark", "shop", "003", "--pending");
        db.execute("ALTER TABLE public.rel DROP CONSTRAINT rel_f_fkey");
        cli.ends(0, "mark", "shop", "002", "--pending");
        stands("002_t.sql");
    }

    @Test
    void aFailureThatIsReplacedOrForgottenIsRefused() {
        cli.migration("shop", "002_t.sql", "SELECT 1 / 0;", "SELECT 1;");
        cli.ends(4, "migrate");
        refers("CASCADE", "002_t.sql");
        cli.migration("shop", "002_t.sql", "CREATE TABLE t2 ();", "DROP TABLE t2;");
        for (String how : new String[] {
            "migrate",
            "migrate --one-transaction",
            "repair shop --yes",
            "repair shop 002 --dry-run",
            "mark shop 002 --applied",
            "mark shop 002 --pending"
        }) {
            assertThat(cli.ends(3, how.split(" ")).err())
                    .as(how)
                    .contains("1 row of public.rel refers to the row of 002_t.sql", "DROP CONSTRAINT \"rel_f_fkey\"");
            stands("002_t.sql");
        }
        db.execute("DELETE FROM public.rel");
        cli.ends(0, "migrate");
    }

    @Test
    void aBaselineOfAFailureIsRefused() {
        cli.migration("shop", "001_t.sql", "SELECT 1 / 0;", "SELECT 1;");
        cli.ends(4, "migrate");
        refers("SET NULL", "001_t.sql");
        assertThat(cli.ends(3, "baseline", "shop", "--to", "002", "--yes").err())
                .contains("refers to the row of 001_t.sql", "would lose that value");
        stands("001_t.sql");
        db.execute("DELETE FROM public.rel");
        cli.ends(0, "baseline", "shop", "--to", "002", "--yes");
    }

    @Test
    void rowsThatTheRoleCannotReadMayRefer() {
        String owner = db.createRole("owner");
        db.execute("CREATE SCHEMA shop AUTHORIZATION " + owner);
        assertThat(Cli.in(folder).on(db.url(owner)).run("migrate").exit()).isZero();
        refers("CASCADE", "001_t.sql");
        Cli.Result refused = Cli.in(folder).on(db.url(owner)).run("mark", "shop", "002", "--pending");
        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("rows of public.rel, which can't be counted, may refer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL"})
    void aRollbackAsksHoweverFewRowsThereAre(String action) {
        cli.ends(0, "migrate");
        refers(action, "003_t.sql");
        db.execute("INSERT INTO public.rel VALUES ('001_t.sql', 'another')");
        for (String how : new String[] {"rollback shop --steps 1", "redo shop"}) {
            assertThat(cli.ends(3, how.split(" ")).err())
                    .contains(
                            action.equals("CASCADE")
                                    ? "rows of table public.rel: 1 row"
                                    : "values of column public.rel.f: 1 value",
                            "nothing was taken back");
            assertThat(db.query("SELECT f FROM public.rel ORDER BY f")).isEqualTo("001_t.sql\n003_t.sql");
        }
        cli.ends(0, "rollback", "shop", "--steps", "1", "--yes");
        assertThat(db.query("SELECT count(*) FROM public.rel WHERE f = '003_t.sql'"))
                .isEqualTo("0");
    }

    @Test
    void aRollbackWhoseStatementsAllRunOutsideATransactionAsks() {
        cli.file(
                "sql/shop/004_i.sql",
                "-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY IF EXISTS none;\n");
        cli.ends(0, "migrate");
        refers("CASCADE", "004_i.sql");
        assertThat(cli.ends(3, "rollback", "shop", "--steps", "1").err()).contains("public.rel");
        stands("004_i.sql");
        cli.ends(0, "rollback", "shop", "--steps", "1", "--yes");
        assertThat(db.query("SELECT count(*) FROM public.rel")).isEqualTo("0");
    }
}
