package dev.bailiwick.engine.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Down and up again, and on to the seeds: what is refused is refused while everything still stands. */
@Timeout(120)
class ResetIT {
    private static final String STANDS = "SELECT to_regclass('shop.t') IS NOT NULL";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .file("sql/shop/domain.properties", "requires=\n")
                .migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;")
                .file("sql/shop/seeds/1.sql", "INSERT INTO t VALUES (1);\n");
        cli.succeeds("setup");
    }

    private void requirePublic() {
        cli.file("sql/shop/domain.properties", "requires=public\n")
                .migration("public", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;");
    }

    @Test
    void aBadFileInARequiredDomainIsRefusedWhileEverythingStands() {
        requirePublic();
        cli.file("sql/public/stray file.sql", "SELECT 1;");

        Cli.Result refused = cli.run("reset", "shop");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("sql/public/stray file.sql", "nothing was run");
        assertThat(db.query(STANDS)).isEqualTo("t");
        assertThat(cli.run("reset", "shop", "--dry-run").exit()).isEqualTo(3);
    }

    @Test
    void aWayDownThatFailsHalfWayTakesNothingBack() {
        cli.migration("shop", "002_u.sql", "CREATE TABLE u (id int);", "DROP TABLE u;");
        cli.succeeds("migrate");
        db.execute("CREATE VIEW public.of_another AS SELECT * FROM shop.t");

        Cli.Result failed = cli.run("reset", "shop");

        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failed.said())
                .contains("view of_another depends on table t", "nothing was taken back", "then: bailiwick reset shop");
        assertThat(db.query("SELECT to_regclass('shop.u') IS NOT NULL")).isEqualTo("t");
        assertThat(cli.run("status", "shop").out()).contains("shop: 2 applied");
    }

    @Test
    void aRequiredDomainThatCannotBeFoundedIsRefusedWhileEverythingStands() {
        String role = db.createRole("shopkeeper");
        db.execute("GRANT ALL ON SCHEMA shop TO " + role + "; GRANT ALL ON ALL TABLES IN SCHEMA shop TO " + role
                + "; GRANT ALL ON ALL SEQUENCES IN SCHEMA shop TO " + role + "; ALTER TABLE shop.t OWNER TO " + role);
        cli.file("sql/shop/domain.properties", "requires=hr\n")
                .file("sql/hr/domain.properties", "requires=\nrole=nobody_of_that_name\n")
                .migration("hr", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;");

        Cli.Result refused = Cli.in(folder).on(db.url(role)).run("reset", "shop");

        assertThat(refused.exit()).as(refused.out() + refused.err()).isNotZero();
        assertThat(refused.said()).contains("nobody_of_that_name");
        assertThat(db.query(STANDS)).isEqualTo("t");
    }

    @Test
    void theDryRunShowsWhatTheRunDoesInRequiredDomainsToo() {
        requirePublic();
        cli.file("sql/public/seeds/1.sql", "INSERT INTO p VALUES (1);");

        String planned = cli.succeeds("reset", "shop", "--dry-run", "--changed").out();
        String ran = cli.succeeds("reset", "shop", "--changed", "--yes").out();

        assertThat(planned)
                .containsSubsequence(
                        "001_t.sql", "roll back", "001_p.sql", "apply", "001_t.sql", "apply", "1.sql", "seed", "1.sql")
                .contains("would roll back 1 migration, would apply 2 migrations, would run 2 seeds in shop, public");
        assertThat(ran).contains("rolled back 1 migration, applied 2 migrations, ran 2 seeds in shop, public");
    }

    @Test
    void whatIsRefusedAfterTheRollbackSaysThatItIsRolledBack() throws Exception {
        db.execute("CREATE TABLE gate ()");
        cli.migration("shop", "002_u.sql", "CREATE TABLE u ();", "LOCK TABLE public.gate; DROP TABLE u;");
        cli.succeeds("migrate");
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; LOCK TABLE gate");
            CompletableFuture<Cli.Result> reset =
                    CompletableFuture.supplyAsync(() -> cli.run("reset", "shop", "--yes"));
            for (int i = 0;
                    i < 500
                            && db.query("SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                                    .equals("0");
                    i++) {
                Thread.sleep(20);
            }
            cli.file("sql/shop/stray file.sql", "SELECT 1;");
            statement.execute("COMMIT");

            Cli.Result refused = reset.get(30, TimeUnit.SECONDS);
            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.said())
                    .contains("stray file.sql", "nothing more was run; 2 migrations are rolled back by this command")
                    .doesNotContain("nothing was run");
        }
        assertThat(db.query(STANDS)).isEqualTo("f");
    }

    @Test
    void theCommandToGoOnIsResetOnTheWayDownAndSetupOnTheWayUp() {
        Cli production = Cli.in(folder).on(db).with("APP_ENV", "production");
        String[] reset = {"reset", "sql/shop", "--yes-really", "--changed", "--data", "sql", "--set", "key=swordfish"};
        db.execute("CREATE VIEW v AS SELECT * FROM shop.t");

        Cli.Result down = production.run(reset);
        assertThat(down.exit()).as(down.err()).isEqualTo(3);
        assertThat(down.said())
                .containsPattern("then: bailiwick reset shop --changed --data \\S*sql --yes-really --set key=…")
                .doesNotContain("swordfish");

        db.execute("DROP VIEW v");
        cli.migration("shop", "001_t.sql", "CREATE TABLE t (id nope);", "DROP TABLE t;");
        Cli.Result up = production.run(reset);
        assertThat(up.exit()).as(up.err()).isEqualTo(4);
        assertThat(up.said())
                .containsPattern("then: bailiwick setup shop --changed --data \\S*sql --set key=…")
                .doesNotContain("swordfish", "--yes-really");
    }
}
