package dev.bailiwick.engine;

import static dev.bailiwick.testing.CutProxy.Side.CLIENT;
import static dev.bailiwick.testing.CutProxy.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wire is cut at one message after the other. Whenever it is: a row exists exactly if its effect exists, the log
 * agrees, the domain is free, what the tool said is true, and the next run finishes the work.
 *
 * <p>By default at the messages where a state changes; with {@code -Dbailiwick.sweep=full} at every message.
 */
@Timeout(3600)
class CutIT {
    private static final boolean FULL = "full".equals(System.getProperty("bailiwick.sweep"));
    private static final Pattern LOST = Pattern.compile("the connection was lost while sql/shop/(\\S+) ran");
    private static final Pattern BEFORE = Pattern.compile("(\\d+) files? before it in this run (is|are)");

    @TempDir
    Path folder;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    private enum Deed {
        BEFORE,
        WITHIN,
        AFTER
    }

    private record Cut(CutProxy.Side side, int number, Deed deed) {
        CutProxy.Trap in(CutProxy proxy) {
            CutProxy.Point point = proxy.at(side, number);
            return switch (deed) {
                case BEFORE -> point.cutBefore();
                case WITHIN -> point.cutWithin();
                case AFTER -> point.cutAfter();
            };
        }
    }

    /** The cuts to try, chosen from the messages of a run that nobody disturbed. */
    private static List<Cut> cuts(List<CutProxy.Message> messages) {
        List<Cut> cuts = new ArrayList<>();
        int reads = 0;
        boolean asked = false;
        for (CutProxy.Message m : messages) {
            boolean query = m.from() == CLIENT && m.type() == 'Q';
            if (m.from() == CLIENT) {
                asked = "Qc".indexOf(m.type()) >= 0;
            }
            if (FULL) {
                for (Deed deed : Deed.values()) {
                    cuts.add(new Cut(m.from(), m.number(), deed));
                }
            } else if (query || "dc".indexOf(m.type()) >= 0 || (m.type() == 'S' && m.from() == CLIENT && reads++ < 2)) {
                cuts.add(new Cut(m.from(), m.number(), Deed.AFTER));
                if (m.text().contains("BEGIN ISOLATION")) {
                    cuts.add(new Cut(m.from(), m.number(), Deed.WITHIN));
                }
            } else if (m.from() == SERVER && asked && "ZE".indexOf(m.type()) >= 0) {
                cuts.add(new Cut(SERVER, m.number(), Deed.BEFORE));
            }
        }
        if (FULL || cuts.size() <= 30) {
            return cuts;
        }
        // every second one, beginning with the last, which is where commits are
        List<Cut> some = new ArrayList<>();
        for (int i = cuts.size() - 1; i >= 0; i -= 2) {
            some.add(cuts.get(i));
        }
        return some;
    }

    private Cli project() {
        return Cli.in(folder)
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .file("sql/shop/002_b.sql", """
                        -- migrate:up
                        CREATE TABLE b (id int);
                        COPY b FROM STDIN;
                        1
                        2
                        \\.
                        INSERT INTO b VALUES (3);
                        -- migrate:down
                        DROP TABLE b;
                        """);
    }

    private interface Check {
        void after(TestDatabase database, Cli.Result result, String where) throws Exception;
    }

    /** Cuts one run after the other, each in a database of its own. */
    private void sweep(
            TestDatabase first, java.util.function.Supplier<TestDatabase> fresh, Check check, String... command)
            throws Exception {
        List<CutProxy.Message> undisturbed;
        try (CutProxy proxy = CutProxy.to(first.host(), first.port())) {
            Cli.in(folder).on(first.urlAt(proxy.port())).run(command);
            undisturbed = proxy.messages();
        }
        int sprung = 0;
        List<Cut> cuts = cuts(undisturbed);
        for (Cut cut : cuts) {
            try (TestDatabase database = fresh.get();
                    CutProxy proxy = CutProxy.to(database.host(), database.port())) {
                CutProxy.Trap trap = cut.in(proxy);
                Cli.Result result =
                        Cli.in(folder).on(database.urlAt(proxy.port())).run(command);
                if (trap.sprung()) {
                    sprung++;
                    String where = cut + " of " + trap.message() + "\n" + result.out() + result.err();
                    assertThat(result.exit()).as(where).isNotIn(1, 2, 3);
                    freed(database, where);
                    check.after(database, result, where);
                }
            }
        }
        assertThat(sprung).isGreaterThan(cuts.size() * 9 / 10);
    }

    private static void freed(TestDatabase database, String where) throws InterruptedException {
        String locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        // the server may have to read yet what was sent before the cut
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend'";
        for (int i = 0; i < 250 && !database.query(others).equals("0"); i++) {
            Thread.sleep(20);
        }
        assertThat(database.query(locks)).as(where).isEqualTo("0");
    }

    /** Effects, rows and log of the files say the same; the answer is the files that are applied. */
    private static List<String> applied(TestDatabase database, String where) {
        if (database.query("SELECT to_regclass('shop.schema_migrations') IS NULL")
                .equals("t")) {
            assertThat(database.query("SELECT to_regclass('shop.a') IS NULL"))
                    .as(where)
                    .isEqualTo("t");
            return List.of();
        }
        List<String> rows =
                lines(database.query("SELECT filename FROM shop.schema_migrations WHERE success ORDER BY id"));
        List<String> effects = lines(
                database.query(
                        "SELECT '00' || strpos('abcd', relname::text) || '_' || relname || '.sql'"
                                + " FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relname ~ '^[abcd]$' ORDER BY 1"));
        List<String> log = lines(database.query("SELECT filename FROM shop.schema_migrations_log"
                + " WHERE action IN ('apply', 'rollback') GROUP BY filename"
                + " HAVING sum(CASE action WHEN 'apply' THEN 1 ELSE -1 END) = 1 ORDER BY 1"));
        assertThat(effects).as(where).isEqualTo(rows);
        assertThat(log).as(where).isEqualTo(rows);
        if (rows.contains("002_b.sql")) {
            assertThat(database.query("SELECT count(*) FROM shop.b")).as(where).isEqualTo("3");
        }
        return rows;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /** What the tool said of the file that was hit is so, and so is what it said of those before it. */
    private static void told(Cli.Result result, List<String> applied, boolean up, String where) {
        Matcher lost = LOST.matcher(result.said());
        if (!lost.find()) {
            return;
        }
        assertThat(result.exit()).as(where).isEqualTo(6);
        String file = lost.group(1);
        if (result.said().contains("only the answer was lost")) {
            assertThat(applied.contains(file)).as(where).isEqualTo(up);
        } else {
            assertThat(result.said()).as(where).containsAnyOf("nothing of it", "nothing was taken back");
            assertThat(applied.contains(file)).as(where).isEqualTo(!up);
        }
        Matcher before = BEFORE.matcher(result.said());
        long others = applied.stream().filter(f -> !f.equals(file)).count();
        if (up) {
            assertThat(others).as(where).isEqualTo(before.find() ? Integer.parseInt(before.group(1)) : 0);
        }
    }

    @Test
    void aMigrateThatEndsWithAFailingFile() throws Exception {
        project().migration("shop", "003_c.sql", "CREATE TABLE c (id int);\nSELECT 1/0;", "");
        sweep(
                db,
                TestDatabase::empty,
                (database, result, where) -> {
                    List<String> applied = applied(database, where);
                    told(result, applied, true, where);
                    assertThat(applied).as(where).doesNotContain("003_c.sql");
                    assertThat(result.exit()).as(where).isIn(4, 6);
                    if (result.exit() == 4) {
                        assertThat(applied).as(where).hasSize(2);
                        boolean shown = database.query("SELECT count(*) FROM shop.schema_migrations WHERE NOT success")
                                .equals("1");
                        if (!shown) {
                            assertThat(result.said()).as(where).contains("the history");
                        }
                    }
                    Cli.Result next = Cli.in(folder).on(database).run("migrate");
                    assertThat(next.exit()).as(where).isEqualTo(4);
                    assertThat(applied(database, where)).as(where).hasSize(2);
                    assertThat(Catalog.of(database, "shop")).as(where).isEqualTo(Catalog.of(db, "shop"));
                    assertThat(history(database)).as(where).isEqualTo(history(db));
                },
                "migrate");
    }

    @Test
    void aMigrateInOneTransaction() throws Exception {
        project();
        sweep(
                db,
                TestDatabase::empty,
                (database, result, where) -> {
                    List<String> applied = applied(database, where);
                    assertThat(applied.size()).as(where).isIn(0, 2);
                    if (result.said().contains("only the answer was lost")) {
                        assertThat(applied).as(where).hasSize(2);
                        assertThat(result.said()).as(where).doesNotContain("not run");
                    } else if (result.exit() == 6 && LOST.matcher(result.said()).find()) {
                        assertThat(result.said())
                                .as(where)
                                .contains("nothing of")
                                .contains("stand");
                        assertThat(applied).as(where).isEmpty();
                    }
                    assertThat(Cli.in(folder).on(database).run("migrate").exit())
                            .as(where)
                            .isZero();
                    assertThat(history(database)).as(where).isEqualTo(history(db));
                },
                "migrate",
                "--one-transaction");
    }

    @Test
    void aRollback() throws Exception {
        project();
        java.util.function.Supplier<TestDatabase> migrated = () -> TestDatabase.from(
                "cut-rollback", template -> Cli.in(folder).on(template).run("migrate"));
        try (TestDatabase first = migrated.get()) {
            sweep(
                    first,
                    migrated,
                    (database, result, where) -> {
                        List<String> applied = applied(database, where);
                        told(result, applied, false, where);
                        assertThat(Cli.in(folder)
                                        .on(database)
                                        .run("rollback", "shop", "--all", "--yes")
                                        .exit())
                                .as(where)
                                .isZero();
                        assertThat(applied(database, where)).as(where).isEmpty();
                        assertThat(Catalog.of(database, "shop")).as(where).isEqualTo(Catalog.of(first, "shop"));
                    },
                    "rollback",
                    "shop",
                    "--all",
                    "--yes");
        }
    }

    @Test
    void aFileOutsideATransaction() throws Exception {
        String name = "003_c.sql";
        project().file("sql/shop/" + name, """
                -- migrate:up transaction:false
                CREATE TABLE c (id int);
                CREATE TABLE d (id int);
                """);
        java.util.function.Supplier<TestDatabase> begun = () -> TestDatabase.from(
                "cut-outside", template -> Cli.in(folder).on(template).run("migrate", "shop", "--count", "2"));
        try (TestDatabase first = begun.get()) {
            sweep(
                    first,
                    begun,
                    (database, result, where) -> {
                        // One query, one snapshot: a lost statement's own transaction may be committing just now.
                        String[] seen = database.query("""
                                SELECT coalesce(max(success::text), 'none') || coalesce(max(statements_done)::text, ''),
                                       (SELECT count(*) FROM pg_class
                                        WHERE relname IN ('c', 'd') AND relnamespace = 'shop'::regnamespace)
                                FROM shop.schema_migrations WHERE filename = '003_c.sql'
                                """).split("\\|");
                        String row = seen[0];
                        assertThat(result.exit()).as(where).isIn(0, 5, 6);
                        if (row.startsWith("false")) {
                            assertThat(result.exit()).as(where).isIn(5, 6);
                        }
                        assertThat(seen[1]).as(where).isEqualTo(row.equals("none") ? "0" : row.replaceAll("\\D", ""));
                        if (result.exit() == 0) {
                            assertThat(row).as(where).isEqualTo("true2");
                        }
                        assertThat(Cli.in(folder).on(database).run("migrate").exit())
                                .as(where)
                                .isZero();
                        assertThat(Catalog.of(database, "shop")).as(where).isEqualTo(Catalog.of(first, "shop"));
                    },
                    "migrate");
        }
    }

    /** The network may keep a message for longer than the tool needs to log in again and look. */
    @Test
    void aMessageThatArrivesAfterTheToolHasLookedDoesNothing() throws Exception {
        project();
        for (String[] command : List.of(new String[] {"migrate"}, new String[] {"rollback", "shop", "--steps", "1"})) {
            String sql;
            String wanted = command[0].equals("migrate") ? "CREATE TABLE a (" : "DROP TABLE b;";
            try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
                CutProxy.Trap trap = proxy.at(m -> m.type() == 'Q' && m.text().contains(wanted))
                        .cutBefore();

                Cli.Result result = Cli.in(folder).on(db.urlAt(proxy.port())).run(command);

                assertThat(result.exit()).isEqualTo(6);
                assertThat(result.said()).contains("looked up afterwards", "nothing of it");
                String text = trap.message().text();
                sql = text.substring(5, text.length() - 1);
            }
            List<String> before = applied(db, command[0]);
            assertThatThrownBy(() -> db.execute(sql)).hasMessageContaining("the history has changed");
            assertThat(applied(db, command[0])).isEqualTo(before);
            assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'failure'"
                            + " AND message LIKE '%connection was lost%'"))
                    .isNotEqualTo("0");
            assertThat(Cli.in(folder).on(db).run("migrate").exit()).isZero();
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsCalledApplied() {
        project();
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            // the CommandComplete of the COMMIT behind the second file's record
            int[] recorded = {0};
            CutProxy.Trap trap = proxy.at(m -> {
                        recorded[0] += m.from() == SERVER && m.text().contains("BWREC") ? 1 : 0;
                        return m.from() == SERVER
                                && recorded[0] == 2
                                && m.type() == 'C'
                                && m.text().contains("COMMIT");
                    })
                    .cutBefore();

            Cli.Result result = Cli.in(folder).on(db.urlAt(proxy.port())).run("migrate");

            assertThat(trap.sprung()).isTrue();
            assertThat(result.exit()).isEqualTo(6);
            assertThat(result.said())
                    .contains("002_b.sql", "it is applied and recorded; only the answer was lost", "1 file before it");
        }
        assertThat(applied(db, "")).hasSize(2);
        assertThat(Cli.in(folder).on(db).run("migrate").exit()).isZero();
    }

    @Test
    void anAdministratorEndsTheSessionOrTheStatement() throws Exception {
        Cli cli = project().on(db).migration("shop", "003_c.sql", "CREATE TABLE c (id int); SELECT pg_sleep(30);", "");
        for (String function : List.of("pg_cancel_backend", "pg_terminate_backend")) {
            CompletableFuture<Cli.Result> running = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            String pid = "";
            for (int i = 0; i < 500 && pid.isEmpty(); i++) {
                Thread.sleep(20);
                pid = db.query(
                        "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
            }
            db.query("SELECT " + function + "(" + pid + ")");

            Cli.Result result = running.get(20, TimeUnit.SECONDS);

            assertThat(result.exit()).isEqualTo(function.equals("pg_cancel_backend") ? 4 : 6);
            assertThat(result.said()).contains("003_c.sql", "nothing of it stands");
            assertThat(applied(db, function)).hasSize(2);
        }
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private static String history(TestDatabase database) {
        return database.query("SELECT filename, success, checksum FROM shop.schema_migrations ORDER BY id");
    }
}
