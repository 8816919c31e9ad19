package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A busy table: a migration waits for a short while, gives up, lets others through and tries again. */
@Timeout(60)
class LockCareIT {
    private static final String FILE = "20260101000002_add_form.sql";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration(
                        "shop", "20260101000001_create_drugs.sql", "CREATE TABLE drugs (id int);", "DROP TABLE drugs;");
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration(
                "shop",
                FILE,
                "SELECT 1;\nALTER TABLE drugs ADD COLUMN form text;",
                "ALTER TABLE drugs DROP COLUMN form;");
    }

    /** Keeps the table busy until it is closed. */
    private Connection busy() throws SQLException {
        Connection connection = db.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'cashdesk'");
            statement.execute("SELECT 'half', count(*) FROM shop.drugs");
        }
        return connection;
    }

    @Test
    void aStrongLockThatIsHeldForLongIsTold() {
        cli.migration(
                "shop",
                FILE,
                "ALTER TABLE drugs ADD form text;\nCREATE TABLE forms (id int);\nSELECT pg_sleep(2.5);",
                "");

        Cli.Result migrate = cli.run("migrate");

        assertThat(migrate.exit()).isZero();
        assertThat(migrate.said())
                .containsPattern(
                        "20260101000002_add_form.sql held ACCESS EXCLUSIVE on shop.drugs for 1\\.\\d to 2\\.\\d s,"
                                + " which keeps reads and writes waiting")
                .doesNotContain("forms");
    }

    @Test
    void aLongFileThatKeepsNobodyWaitingIsNotTold() {
        cli.migration("shop", FILE, "INSERT INTO drugs VALUES (1);\nSELECT pg_sleep(1.6);", "");

        assertThat(cli.run("migrate").err()).doesNotContain("held");
    }

    private int pid(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    @Test
    void aBusyTableIsWaitedForAndTheMigrationLandsOnceTheBlockerLeaves() throws Exception {
        CompletableFuture<Cli.Result> run;
        int pid;
        try (Connection blocker = busy()) {
            pid = pid(blocker);
            run = CompletableFuture.supplyAsync(() -> cli.run("migrate", "--lock-timeout", "200ms"));
            TimeUnit.MILLISECONDS.sleep(1500);
            assertThat(run).isNotDone();
        }
        Cli.Result result = run.get(20, TimeUnit.SECONDS);

        assertThat(result.exit()).isZero();
        assertThat(result.said())
                .contains(
                        "sql/shop/" + FILE + ":3 waited in vain for AccessExclusiveLock on shop.drugs, blocked by pid "
                                + pid + " (role " + db.user() + ", application cashdesk, idle in transaction, for")
                .contains("SELECT 'half', count(*) FROM shop.drugs")
                .contains("; try 2 in 0.");
        assertThat(db.query("SELECT count(*), bool_and(success) FROM shop.schema_migrations"))
                .isEqualTo("2|t");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE filename = '" + FILE + "'"))
                .as("a try in vain leaves nothing")
                .isEqualTo("1");
    }

    @Test
    void whoGivesUpNamesTheBlockersAndLeavesTheFilePending() throws Exception {
        try (Connection blocker = busy()) {
            Cli.Result result = cli.run("migrate", "--lock-timeout", "150ms", "--lock-retry", "600ms");

            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.said())
                    .containsPattern("error: sql/shop/" + FILE + " waited too long for a lock, [2-5] times")
                    .contains("blocked by pid " + pid(blocker))
                    .contains("55P03")
                    .contains("rolled back: nothing of it stands")
                    .contains("next: bailiwick migrate shop")
                    .contains("SELECT pg_terminate_backend(" + pid(blocker) + ");");
        }
        assertThat(cli.run("status").out()).containsPattern("pending +" + FILE);
        assertThat(db.query("SELECT action FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .isEqualTo("failure");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "lock_timeout:100ms lock_retry:0, '', ''",
        "'', --lock-timeout=100ms --lock-retry=0, lock_retry=1h",
        "'', '', lock_timeout=100ms lock_retry=0",
        "lock_retry:0, --lock-timeout=100ms --lock-retry=1h, ''",
    })
    void timesAreSaidInTheMarkerOnTheCommandLineOrForTheDomain(String marker, String options, String properties)
            throws Exception {
        cli.file("sql/shop/domain.properties", properties.replace(' ', '\n'))
                .file("sql/shop/" + FILE, "-- migrate:up " + marker + "\nALTER TABLE drugs ADD COLUMN form text;\n");
        String[] typed = ("migrate " + options).strip().split(" ");
        try (Connection blocker = busy()) {
            Cli.Result result = cli.run(typed);

            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.err()).doesNotContain("; try 2").contains("waited too long for a lock\n");
            assertThat(pid(blocker)).isPositive();
        }
    }

    @Test
    void fiveSecondsAreTheDefaultUnlessTheRoleIsSetToSomethingElse() {
        cli.migration("shop", FILE, "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS t;", "");
        cli.run("migrate");
        assertThat(db.query("SELECT t FROM shop.seen")).isEqualTo("5s");

        db.execute("ALTER DATABASE " + db.name() + " SET lock_timeout = '7s'");
        cli.migration("shop", "20260101000003_x.sql", "INSERT INTO seen SELECT current_setting('lock_timeout');", "");
        cli.run("migrate");
        assertThat(db.query("SELECT t FROM shop.seen")).isEqualTo("5s\n7s");
    }

    @Test
    void filesInOneTransactionAreTriedAgainTogether() throws Exception {
        cli.migration("shop", "20260101000001_z.sql", "CREATE TABLE first (id int);", "");
        CompletableFuture<Cli.Result> run;
        try (Connection blocker = busy()) {
            assertThat(pid(blocker)).isPositive();
            run = CompletableFuture.supplyAsync(
                    () -> cli.run("migrate", "--one-transaction", "--lock-timeout", "100ms"));
            TimeUnit.MILLISECONDS.sleep(700);
        }
        Cli.Result result = run.get(20, TimeUnit.SECONDS);

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("; try 2 in");
        assertThat(db.query("SELECT count(*), max(batch) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("3|2");
    }

    @Test
    void dataLinesAreSentAgain() throws Exception {
        cli.migration("shop", FILE, "COPY drugs FROM STDIN;\n1\n2\n\\.\nALTER TABLE drugs ADD COLUMN form text;", "");
        CompletableFuture<Cli.Result> run;
        try (Connection blocker = busy()) {
            assertThat(pid(blocker)).isPositive();
            run = CompletableFuture.supplyAsync(() -> cli.run("migrate", "--lock-timeout", "100ms"));
            TimeUnit.MILLISECONDS.sleep(700);
        }
        assertThat(run.get(20, TimeUnit.SECONDS).exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.drugs")).isEqualTo("2");
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        db.execute("CREATE TABLE shop.other (id int)");
        cli.migration(
                "shop",
                FILE,
                "ALTER TABLE drugs ADD COLUMN form text;\nSELECT pg_sleep(1);\n"
                        + "ALTER TABLE other ADD COLUMN form text;",
                "");
        try (Connection rival = db.connect();
                Statement statement = rival.createStatement()) {
            rival.setAutoCommit(false);
            // Not we, but the migration shall be the one that gives way.
            statement.execute("SET deadlock_timeout = '1min'; LOCK TABLE shop.other");
            CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            TimeUnit.MILLISECONDS.sleep(500);
            statement.execute("LOCK TABLE shop.drugs");
            rival.commit();
            Cli.Result result = run.get(30, TimeUnit.SECONDS);

            assertThat(result.exit()).isZero();
            assertThat(result.err()).contains("was in a deadlock");
        }
        assertThat(db.query("SELECT count(*) FROM pg_attribute WHERE attname = 'form'"))
                .isEqualTo("2");
    }

    @Test
    void whileItWaitsItSaysForWhom() throws Exception {
        CompletableFuture<Cli.Result> run;
        int pid;
        try (Connection blocker = busy()) {
            pid = pid(blocker);
            run = CompletableFuture.supplyAsync(() -> cli.run("migrate", "--lock-timeout", "20s"));
            TimeUnit.MILLISECONDS.sleep(4500);
        }
        Cli.Result result = run.get(20, TimeUnit.SECONDS);

        assertThat(result.exit()).isZero();
        assertThat(result.said())
                .contains("note: " + FILE + " waits for AccessExclusiveLock on shop.drugs, blocked by pid " + pid);
    }

    @Test
    void anOrdinaryRoleSeesWhatItMaySee() throws Exception {
        String role = db.createRole("app");
        db.execute("ALTER SCHEMA shop OWNER TO " + role + "; ALTER TABLE shop.drugs OWNER TO " + role
                + "; ALTER TABLE shop.schema_migrations OWNER TO " + role
                + "; ALTER TABLE shop.schema_migrations_log OWNER TO " + role);
        cli.on(db.url(role));
        try (Connection blocker = busy()) {
            Cli.Result result = cli.run("migrate", "--lock-timeout", "200ms", "--lock-retry", "0");

            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.said())
                    .contains("blocked by pid " + pid(blocker) + " (role " + db.user() + ", application cashdesk)")
                    .doesNotContain("half");
        }
    }
}
