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
    void aBaselineThatStopsInTheMiddleLeavesNothing() {
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        db.execute("CREATE FUNCTION shop.stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';"
                + " CREATE TRIGGER stop BEFORE INSERT ON shop.schema_migrations FOR EACH ROW"
                + " WHEN (NEW.filename = '003_t.sql') EXECUTE FUNCTION shop.stop()");
        Cli.Result result = cli.run("baseline", "shop", "--to", "003_t.sql", "--yes");
        assertThat(result.exit()).isEqualTo(3);
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
}
