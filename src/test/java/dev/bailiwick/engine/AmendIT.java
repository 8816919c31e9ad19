package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Corrections of the history: one at a time, all or nothing, and never a word of success before the commit. */
class AmendIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
        for (int i = 1; i <= 3; i++) {
            cli.migration("shop", "00" + i + "_t.sql", "CREATE TABLE t" + i + " ();", "DROP TABLE t" + i + ";");
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void ofTwoWhoMarkAtOnceOneIsRefused() throws Exception {
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        List<Future<Cli.Result>> two = new ArrayList<>();
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; SELECT pg_advisory_xact_lock("
                    + "('x' || left(md5('bailiwick domain shop'), 16))::bit(64)::bigint)");
            two.add(threads.submit(() -> cli.run("mark", "shop", "002_t.sql", "--applied")));
            two.add(threads.submit(() -> cli.run("mark", "shop", "003_t.sql", "--applied")));
            Thread.sleep(700);
            statement.execute("COMMIT");
        }
        List<Cli.Result> results = new ArrayList<>();
        for (Future<Cli.Result> one : two) {
            results.add(one.get(60, TimeUnit.SECONDS));
        }
        assertThat(results).extracting(Cli.Result::exit).containsExactlyInAnyOrder(0, 3);
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'mark'"))
                .isEqualTo("1");
        results.stream().filter(result -> result.exit() == 3).forEach(result -> assertThat(result.err())
                .contains("another runner changed domain shop at the same time"));
    }

    @Test
    void aHistoryThatRunsHaveBegunDoesNotBeginOnceMore() {
        assertThat(cli.run("migrate", "shop", "--to", "002").exit()).isZero();
        for (String how : new String[] {"baseline shop --to 003 --yes", "baseline shop --to 003 --dry-run"}) {
            Cli.Result refused = cli.run(how.split(" "));
            assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(
                            "the history of shop has begun: runs have applied 001_t.sql, 002_t.sql",
                            "nothing was changed",
                            "where its work was done by hand: bailiwick mark shop 003_t.sql --applied");
        }
        assertThat(cli.run("baseline", "shop", "--to", "002", "--yes").out()).contains("nothing to do");
        assertThat(cli.run("mark", "shop", "003_t.sql", "--applied").exit()).isZero();
    }

    @Test
    void aBaselineThatStoppedTooEarlyIsDrawnFurther() {
        assertThat(cli.run("baseline", "shop", "--to", "001", "--yes").exit()).isZero();
        assertThat(cli.run("baseline", "shop", "--to", "003", "--yes").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND batch = 0"))
                .isEqualTo("3");
    }

    @Test
    void aBaselineThatStopsInTheMiddleLeavesNothing() {
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        db.execute("CREATE FUNCTION shop.stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';"
                + " CREATE TRIGGER stop BEFORE INSERT ON shop.schema_migrations FOR EACH ROW"
                + " WHEN (NEW.filename = '003_t.sql') EXECUTE FUNCTION shop.stop()");
        Cli.Result result = cli.run("baseline", "shop", "--to", "003_t.sql", "--yes");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'baseline'"))
                .isEqualTo("0");
    }

    @Test
    void aBaselineWhoseConnectionBreaksIsWholeOrNotThere() {
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        for (boolean before : new boolean[] {true, false}) {
            try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
                CutProxy.Point point = proxy.at(CutProxy.Side.CLIENT, "'baseline'");
                CutProxy.Trap trap = before ? point.cutWithin() : point.cutAfter();
                Cli.Result result =
                        Cli.in(folder).on(db.urlAt(proxy.port())).run("baseline", "shop", "--to", "003_t.sql", "--yes");
                assertThat(trap.sprung()).isTrue();
                assertThat(result.exit()).isEqualTo(6);
                assertThat(result.out()).isEmpty();
                assertThat(result.err()).contains("all of the correction stands, or nothing of it");
            }
            String rows = db.query("SELECT count(*) FROM shop.schema_migrations");
            assertThat(rows).isIn(before ? List.of("0") : List.of("0", "3"));
        }
        Cli.Result again = cli.run("baseline", "shop", "--to", "003_t.sql", "--yes");
        assertThat(again.exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND batch = 0"))
                .isEqualTo("3");
        assertThat(db.query("SELECT to_regclass('shop.t1') IS NULL")).isEqualTo("t");
    }

    @Test
    void aFileThatIsGoneAndHalfDoneCanStillBeSettled() {
        cli.file("sql/shop/004_p.sql", "-- migrate:up transaction:false\nCREATE TABLE p ();\nSELECT nosuch;\n");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        String source = db.query("SELECT md5(source) FROM shop.schema_migrations WHERE filename = '004_p.sql'");
        assertThat(folder.resolve("sql/shop/004_p.sql").toFile().delete()).isTrue();
        assertThat(cli.run("repair", "shop", "004_p.sql", "--done").exit()).isZero();
        assertThat(db.query("SELECT success || md5(source) FROM shop.schema_migrations WHERE filename = '004_p.sql'"))
                .isEqualTo("true" + source);
    }

    /** Somebody types migrate first where the database has everything already; then says so. */
    @Test
    void whatFailedBelongsToNoBatchAndToThePlaceInTheOrderWhereItIsCountedAsApplied() {
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.t2 ()");
        assertThat(cli.run("migrate").exit()).isEqualTo(4);
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        assertThat(cli.run("baseline", "shop", "--to", "001").exit()).isEqualTo(3);
        assertThat(cli.run("baseline", "shop", "--to", "001", "--yes").exit()).isZero();
        assertThat(cli.run("mark", "shop", "002", "--applied").exit()).isZero();

        assertThat(db.query("SELECT filename, batch, success, error_message IS NULL FROM shop.schema_migrations"
                        + " ORDER BY id"))
                .isEqualTo("001_t.sql|0|t|t\n002_t.sql|0|t|t");
        assertThat(cli.run("rollback", "shop", "--dry-run").out()).contains("nothing to roll back");
    }

    @Test
    void aRowThatATriggerSwallowsIsNoSuccess() {
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        cli.migration("shop", "001_t.sql", "CREATE TABLE t1 (); -- edited", "DROP TABLE t1;");
        db.execute("CREATE FUNCTION shop.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                + " CREATE TRIGGER swallow BEFORE INSERT OR UPDATE OR DELETE ON shop.schema_migrations"
                + " FOR EACH ROW EXECUTE FUNCTION shop.swallow()");
        for (String command : List.of(
                "mark shop 002_t.sql --applied",
                "mark shop 001_t.sql --pending",
                "repair shop --yes",
                "baseline shop --to 003_t.sql --yes")) {
            if (command.startsWith("baseline")) {
                cli.migration("shop", "001_t.sql", "CREATE TABLE t1 ();", "DROP TABLE t1;");
                db.execute("ALTER TABLE shop.schema_migrations DISABLE TRIGGER swallow;"
                        + " UPDATE shop.schema_migrations SET batch = 0;"
                        + " ALTER TABLE shop.schema_migrations ENABLE TRIGGER swallow");
            }
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.exit()).as(command).isEqualTo(4);
            assertThat(result.out()).as(command).isEmpty();
            assertThat(result.err())
                    .contains("keeps the history from being written", "see which rule or trigger is on the table");
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action <> 'apply'"))
                .isEqualTo("0");
    }

    @Test
    void aRowThatIsDeletedMeanwhileIsNoSuccess() throws Exception {
        assertThat(cli.run("migrate", "shop").exit()).isZero();
        Future<Cli.Result> mark;
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; SELECT pg_advisory_xact_lock("
                    + "('x' || left(md5('bailiwick domain shop'), 16))::bit(64)::bigint)");
            mark = threads.submit(() -> cli.run("mark", "shop", "001_t.sql", "--pending"));
            Thread.sleep(1500);
            db.execute("DELETE FROM shop.schema_migrations WHERE filename = '001_t.sql'");
            statement.execute("COMMIT");
        }
        Cli.Result result = mark.get(60, TimeUnit.SECONDS);
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("changed domain shop at the same time");
    }

    /** A reason is a person's text, and can hold anything. */
    @Test
    void aReasonIsWrittenAsItIs() {
        String reason = "$bailiwick$ it's \\ $1 %s; COMMIT";
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        assertThat(cli.run("mark", "shop", "002_t.sql", "--applied", "--reason", reason)
                        .exit())
                .isZero();
        assertThat(db.query("SELECT message FROM shop.schema_migrations_log WHERE action = 'mark'"))
                .isEqualTo("applied: " + reason);
        assertThat(db.query("SELECT md5(source) = checksum FROM shop.schema_migrations WHERE filename = '002_t.sql'"))
                .isEqualTo("t");
    }

    @Test
    void aConnectionThatBreaksWhileTheTrackingTableIsMadeIsExplained() {
        for (String command : List.of("migrate shop", "baseline shop --to 003_t.sql --yes")) {
            try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
                CutProxy.Trap trap = proxy.at(CutProxy.Side.CLIENT, "CREATE TABLE IF NOT EXISTS")
                        .cutWithin();
                Cli.Result result = Cli.in(folder).on(db.urlAt(proxy.port())).run(command.split(" "));
                assertThat(trap.sprung()).isTrue();
                assertThat(result.exit()).isEqualTo(6);
                assertThat(result.err())
                        .contains("while the tracking table of domain shop was created", "no file was run")
                        .doesNotContain("what was reported as applied stands");
            }
        }
    }
}
