package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong in a COPY, PostgreSQL's words come through, at the line of data that is to blame, and are recorded. */
@Timeout(180)
class CopyFaultsIT {
    /** More than the driver and the operating system take in one go. */
    private static final int LINES = 20_000;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    /** How data get to the server. */
    enum Form {
        SECTION("-- migrate:up\n", "sql/shop/002_d.sql", "migrate"),
        OUTSIDE("-- migrate:up transaction:false\n", "sql/shop/002_d.sql", "migrate"),
        SEED("", "sql/shop/seeds/d.txt", "seed", "shop");

        private final String marker;
        private final String file;
        private final String command;

        Form(String marker, String file, String... command) {
            this.marker = marker;
            this.file = file;
            this.command = String.join(" ", command);
        }

        private String[] words() {
            return command.split(" ", -1);
        }
    }

    /** What goes wrong. */
    enum Fault {
        BAD_ROW("", "x", "22P02", "invalid input syntax for type integer: \"x\"", true),
        TOO_FEW_COLUMNS("ALTER TABLE t ADD b int DEFAULT 1;", "1", "22P04", "missing data for column \"b\"", true),
        TOO_MANY_COLUMNS("", "1\t2", "22P04", "extra data after last expected column", true),
        BAD_ENCODING("ALTER TABLE t ALTER id TYPE text;", "\\xff", "22021", "invalid byte sequence for encoding", true),
        UNIQUE("ALTER TABLE t ADD UNIQUE (id);", "1", "23505", "duplicate key value violates unique constraint", true),
        CHECK("ALTER TABLE t ADD CHECK (id > 0);", "-1", "23514", "violates check constraint \"t_id_check\"", true),
        ROW_TRIGGER(
                trigger("ROW", "IF NEW.id = -1 THEN RAISE 'no such row'; END IF;"), "-1", "P0001", "no such row", true),
        STATEMENT_TRIGGER(trigger("STATEMENT", "RAISE 'not this table';"), "1", "P0001", "not this table", false),
        VIEW(
                "ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u;",
                "1",
                "42809",
                "cannot copy to view",
                false),
        MISSING("DROP TABLE t;", "1", "42P01", "relation \"t\" does not exist", false),
        TIMEOUT(
                "ALTER DATABASE :db SET statement_timeout = '300ms';"
                        + trigger("ROW", "IF NEW.id = -1 THEN PERFORM pg_sleep(60); END IF;"),
                "-1",
                "57014",
                "canceling statement due to statement timeout",
                true),
        CANCELLED(
                trigger("ROW", "IF NEW.id = -1 THEN PERFORM pg_cancel_backend(pg_backend_pid()), pg_sleep(9); END IF;"),
                "-1",
                "57014",
                "canceling statement due to user request",
                true);

        private final String given;
        private final String row;
        private final String sqlState;
        private final String words;
        private final boolean inData;

        Fault(String given, String row, String sqlState, String words, boolean inData) {
            this.given = given;
            this.row = row;
            this.sqlState = sqlState;
            this.words = words;
            this.inData = inData;
        }
    }

    private static String trigger(String each, String body) {
        return "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN " + body + " RETURN NEW; END$$;"
                + " CREATE TRIGGER f BEFORE INSERT ON t FOR EACH " + each + " EXECUTE FUNCTION f();";
    }

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private static String data(int lines, int bad, String row) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(i -> (i == bad ? row : String.valueOf(i)) + "\n")
                .collect(Collectors.joining());
    }

    private void load(Form form, String options, String data) {
        if (form == Form.SEED) {
            cli.file(form.file, data).file("sql/shop/seeds/1.sql", "\\copy t from 'd.txt' " + options + "\n");
        } else {
            String copy = "COPY t FROM STDIN " + options + ";\n" + data + "\\.\n";
            cli.file(form.file, form.marker + copy + "\n-- migrate:down\nTRUNCATE t;\n");
        }
    }

    private String count() {
        return db.query("SELECT count(*) FROM shop.t");
    }

    /** The line of a section's data in its file. */
    private static int line(Form form, int ofData) {
        return form == Form.SEED ? ofData : ofData + 2;
    }

    static Stream<Arguments> faults() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Form.values()).map(form -> Arguments.of(fault, form)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void postgresqlsWordsComeThrough(Fault fault, Form form) {
        db.execute("SET search_path = shop; " + fault.given.replace(":db", '"' + db.name() + '"'));
        String data = data(LINES, 2, fault.row);
        load(form, "", fault == Fault.TOO_FEW_COLUMNS ? data.replaceFirst("\n", "\t1\n") : data);

        Cli.Result failed = cli.run(form.words());

        assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
        assertThat(failed.said()).contains(fault.sqlState + ": ", fault.words).doesNotContain("Exception");
        String place = fault.inData
                ? form.file + ":" + line(form, 2) + ":1"
                : (form == Form.SEED ? "sql/shop/seeds/1.sql:1:" : form.file + ":2:");
        assertThat(failed.err()).contains(place);
        assertThat(db.query("SELECT message LIKE '%" + fault.sqlState + "%' FROM shop.schema_migrations_log"
                        + " WHERE action LIKE '%fail%' ORDER BY id DESC LIMIT 1"))
                .isEqualTo("t");
        // the next run begins anew
        db.execute("ALTER DATABASE \"" + db.name() + "\" RESET statement_timeout; SET search_path = shop;"
                + " DO $$ BEGIN IF to_regclass('u') IS NOT NULL THEN DROP TABLE u CASCADE; END IF; END $$;"
                + " DROP TABLE IF EXISTS t; CREATE TABLE t (id text);");
        load(form, "", data(LINES, 0, ""));
        assertThat(cli.run(form.words()).exit()).isZero();
        assertThat(count()).isEqualTo(LINES + "");
    }

    /** A session that is ended is lost: what became of it is looked up, and the next run works. */
    @ParameterizedTest
    @EnumSource
    void anEndedSessionIsTold(Form form) {
        db.execute("SET search_path = shop; "
                + trigger(
                        "ROW",
                        "IF NEW.id = -1 THEN PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(9); END IF;"));
        load(form, "", data(200_000, 2, "-1"));

        Cli.Result failed = cli.run(form.words());

        assertThat(failed.exit()).as(failed.err()).isEqualTo(form == Form.OUTSIDE ? 5 : 6);
        assertThat(failed.said()).contains("the connection was lost").doesNotContain("Exception");
        db.execute("SET search_path = shop; DROP TRIGGER f ON t");
        Cli.Result again = cli.run(form.words());
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(count()).isEqualTo("200000");
    }

    /** However many data are to come. */
    @ParameterizedTest
    @CsvSource({"SECTION, 700000", "OUTSIDE, 700000", "SEED, 700000", "SECTION, 17000", "SEED, 17000"})
    void aBadRowIsFoundWhereverItStands(Form form, int lines) {
        for (int bad : new int[] {1, lines / 2, lines}) {
            load(form, "", data(lines, bad, "x"));
            Cli.Result failed = cli.run(form.words());
            assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
            assertThat(failed.err()).contains(form.file + ":" + line(form, bad) + ":1");
            assertThat(count()).isEqualTo("0");
        }
        load(form, "", data(lines, 0, ""));
        assertThat(cli.run(form.words()).exit()).isZero();
        assertThat(count()).isEqualTo(lines + "");
    }

    /**
     * The server begins late and has much to say then: by that time the data fill whatever lies between us, and neither could
     * send.
     */
    @ParameterizedTest
    @EnumSource
    void noticesBehindALateBeginningBlockNobody(Form form) {
        db.execute("SET search_path = shop; ALTER TABLE t ALTER id TYPE text; "
                + "CREATE FUNCTION w() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(2); RETURN NULL; END$$;"
                + "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION w();"
                + trigger("ROW", "IF NEW.id = '1' THEN RAISE NOTICE 'row %', repeat('x', 500); END IF;"));
        load(form, "", "1\n".repeat(12_000) + ("y".repeat(2000) + "\n").repeat(8_000));

        Cli.Result loud = assertTimeoutPreemptively(Duration.ofSeconds(90), () -> cli.run(form.words()));

        assertThat(loud.exit()).as(loud.err()).isZero();
        assertThat((loud.out() + loud.err()).split("NOTICE").length).isEqualTo(12_001);
        assertThat(count()).isEqualTo("20000");
    }

    @Test
    void aFileBehindOthersLeavesThemApplied() {
        cli.migration("shop", "002_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.migration("shop", "003_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        cli.file(
                "sql/shop/004_d.sql",
                "-- migrate:up\nCOPY t FROM STDIN;\n" + data(LINES, 1, "x") + "\\.\n-- migrate:down\nTRUNCATE t;\n");

        assertThat(cli.run("migrate").exit()).isEqualTo(4);

        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_t.sql|t\n002_a.sql|t\n003_b.sql|t\n004_d.sql|f");
    }
}
