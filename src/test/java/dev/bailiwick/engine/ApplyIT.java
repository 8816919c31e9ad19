package dev.bailiwick.engine;

import static dev.bailiwick.testing.CutProxy.Side.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the server, in how many round trips, and what is written down of it. */
@Timeout(60)
class ApplyIT {
    private static final String BODY = """

            -- a comment with ? and ?? and :x and ::int and {fn now()} and ${x} and {{x}} and $1 and it's
            /* outer /* inner ; -- */ ? */
            DECLARE
              a text := 'back\\slash \\n ? :x {d ''2026-01-01''} ;';
              b jsonb := '{"a": 1}'::jsonb; /* é 😀 漢字 \u202e */
              c boolean := b ? 'a' OR b ?| array['a'] OR b ?& array['a', 'b'];
            BEGIN
              EXECUTE 'SELECT $1, $2' USING a, c;
              RETURN $tag$ $1 ; -- migrate:down $tag$ || U&'\\0441' || E'\\\\ \\' ;' || a;
            END
            """;

    private static final String COMMENT =
            "?, ??, :x, ::, {fn now()}, {call f()}, \\ \\\\ \\n, $1, $$, ${x}, it's, -- no, /* no */, é, 😀";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
    }

    private static String function(String lineEnd) {
        return ("CREATE FUNCTION nasty() RETURNS text LANGUAGE plpgsql AS $body$" + BODY + "$body$;\n"
                        + "COMMENT ON FUNCTION nasty() IS '" + COMMENT.replace("'", "''") + "';\n"
                        + "CREATE FUNCTION atomic(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC ;\n"
                        + "  SELECT CASE WHEN a > 0 THEN $1 ELSE -1 END;\nEND;\n")
                .replace("\n", lineEnd);
    }

    @Test
    void everyByteOfABodyAndACommentReachesTheServer() {
        for (String lineEnd : List.of("\n", "\r\n")) {
            String name = lineEnd.equals("\n") ? "001_lf.sql" : "002_crlf.sql";
            String up = function(lineEnd);
            String drop = name.startsWith("002") ? "DROP FUNCTION nasty(); DROP FUNCTION atomic(int);" + lineEnd : "";
            cli.file(
                    "sql/public/" + name,
                    "-- migrate:up" + lineEnd + drop + up + "-- migrate:down irreversible" + lineEnd);

            assertThat(cli.run("migrate").exit()).isZero();

            assertThat(db.query("SELECT prosrc FROM pg_proc WHERE proname = 'nasty'"))
                    .isEqualTo(BODY.replace("\n", lineEnd));
            assertThat(db.query("SELECT obj_description('nasty()'::regprocedure)"))
                    .isEqualTo(COMMENT);
            assertThat(db.query("SELECT nasty()"))
                    .isEqualTo(" $1 ; -- migrate:down с\\ ' ;back\\slash \\n ? :x {d '2026-01-01'} ;");
            assertThat(db.query("SELECT atomic(7), atomic(-7)")).isEqualTo("7|-1");
            assertThat(db.query("SELECT source FROM schema_migrations WHERE filename = '" + name + "'"))
                    .contains(up);
            try (TestDatabase plain = TestDatabase.empty()) {
                plain.execute(up);
                assertThat(own(Catalog.of(db, "public"))).isEqualTo(own(Catalog.of(plain, "public")));
            }
        }
    }

    private static List<String> own(List<String> lines) {
        return lines.stream().filter(l -> !l.contains("schema_migrations")).toList();
    }

    @Test
    void aLastStatementWithoutSemicolonAndBehindACommentIsStillTheLastOfOurs() {
        cli.file("sql/public/001_a.sql", "-- migrate:up\nCREATE TABLE a (id int)\n-- the end; or $$ or ' or /*")
                .file("sql/public/002_b.sql", "-- migrate:up\nCREATE TABLE b (id int) --")
                .file("sql/public/003_c.sql", "-- migrate:up\n-- nothing at all\n")
                .file("sql/public/004_d.sql", "-- migrate:up\n;;BEGIN;CREATE TABLE d (id int);;COMMIT;\n");

        Cli.Result result = cli.run("migrate");

        if (result.exit() == 3) { // stray semicolons before BEGIN may be refused, but by name and before anything runs
            assertThat(result.err()).contains("sql/public/004_d.sql:2");
            cli.file("sql/public/004_d.sql", "-- migrate:up\nBEGIN;CREATE TABLE d (id int);;COMMIT;\n");
            assertThat(cli.run("migrate").exit()).isZero();
        }
        assertThat(db.query("SELECT count(*) FROM schema_migrations WHERE success"))
                .isEqualTo("4");
        assertThat(db.query("SELECT to_regclass('a'), to_regclass('b'), to_regclass('d')"))
                .isEqualTo("a|b|d");
    }

    @Test
    void migrationsShareTheirRoundTrips() {
        assertThat(roundTrips(16)).isEqualTo(roundTrips(4));
        assertThat(roundTrips(50)).isLessThanOrEqualTo(12);
    }

    private int roundTrips(int migrations) {
        try (TestDatabase fresh = TestDatabase.empty();
                CutProxy proxy = CutProxy.to(fresh.host(), fresh.port())) {
            Cli some = Cli.in(folder.resolve("of" + migrations)).on(fresh.urlAt(proxy.port()));
            for (int i = 1; i <= migrations; i++) {
                some.migration("public", "00" + i + "_t.sql", "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i);
            }
            assertThat(some.run("migrate").exit()).isZero();
            return proxy.roundTrips();
        }
    }

    @Test
    void nothingToDoMakesAtMostThreeRoundTripsAfterTheLoginAndTakesNoLock() {
        for (String domain : List.of("public", "a", "b", "c", "d")) {
            cli.migration(domain, "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;");
        }
        assertThat(cli.run("migrate").exit()).isZero();
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            assertThat(cli.on(db.urlAt(proxy.port())).run("migrate").exit()).isZero();

            assertThat(proxy.connections()).isEqualTo(1);
            List<CutProxy.Message> messages = proxy.messages();
            int greeted = 0;
            while (messages.get(greeted).type() != 'Z') {
                greeted++;
            }
            List<CutProxy.Message> behind = messages.subList(greeted + 1, messages.size());
            assertThat(behind.stream().filter(m -> m.type() == 'Z')).hasSizeLessThanOrEqualTo(3);
            assertThat(behind.stream().filter(m -> m.from() == CLIENT).map(CutProxy.Message::text))
                    .noneMatch(text -> text.contains("advisory") || text.contains("BEGIN"));
            // the history of all domains in one query
            assertThat(behind.stream()
                            .filter(m -> m.text().contains("statements_done, t.source")
                                    || m.text().contains("has_source\n"))
                            .filter(m -> m.from() == CLIENT))
                    .hasSize(1);
        }
    }

    @Test
    void migrationRowAndLogEntryStandInOneTransaction() {
        cli.migration(
                "shop",
                "001_t.sql",
                "CREATE TABLE t (id int, xid text DEFAULT pg_current_xact_id()::text); INSERT INTO t (id) VALUES (1);",
                "DROP TABLE t;");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT (SELECT xid FROM shop.t), (SELECT xmin FROM shop.schema_migrations),"
                        + " (SELECT xmin FROM shop.schema_migrations_log)"))
                .matches("(\\d+)\\|\\1\\|\\1");
    }

    @Test
    void theRowAndTheLogSayWhatWasDoneByWhom() throws Exception {
        String role = db.createRole("deployer");
        db.execute("GRANT CREATE ON DATABASE " + db.name() + " TO " + role);
        String text = "-- migrate:up\r\nSELECT pg_sleep(0.2);\r\n-- migrate:down\r\nSELECT 'é'\r\n";
        cli.file("sql/shop/001_a.sql", text)
                .file("sql/shop/002_b.sql", "\ufeff-- migrate:up\nSELECT 1;\n-- migrate:down\n");
        cli.on(db.url(role));

        assertThat(cli.run("migrate", "--count", "1", "shop").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT filename, batch, checksum, applied_by, success, error_message, statements_done,"
                        + " applied_at BETWEEN now() - interval '1 min' AND now()"
                        + " FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_a.sql|1|" + md5(text.replace("\r\n", "\n")) + "|" + role + "|t|||t\n002_b.sql|2|"
                        + md5("-- migrate:up\nSELECT 1;\n-- migrate:down\n") + "|" + role + "|t|||t");
        assertThat(Integer.parseInt(
                        db.query("SELECT min(execution_time_ms) FROM shop.schema_migrations WHERE batch = 1")))
                .isBetween(200, 5_000);
        assertThat(Integer.parseInt(
                        db.query("SELECT max(execution_time_ms) FROM shop.schema_migrations WHERE batch = 2")))
                .isBetween(0, 199);
        assertThat(db.query("SELECT position('SELECT ''é''' IN source) > 0 FROM shop.schema_migrations WHERE id = 1"))
                .isEqualTo("t");

        assertThat(cli.run("rollback", "shop").exit()).isZero();
        assertThat(cli.file("sql/shop/002_b.sql", "-- migrate:up\nSELECT 1/0;\n")
                        .run("migrate")
                        .exit())
                .isEqualTo(4);

        assertThat(db.query("SELECT action, filename, batch, checksum, db_role, client, tool_version <> '',"
                        + " left(message, 12) FROM shop.schema_migrations_log ORDER BY id"))
                .isEqualTo(String.join(
                        "\n",
                        "apply|001_a.sql|1|" + md5(text.replace("\r\n", "\n")) + "|" + role + "|tester@testhost|t|",
                        "apply|002_b.sql|2|" + md5("-- migrate:up\nSELECT 1;\n-- migrate:down\n") + "|" + role
                                + "|tester@testhost|t|",
                        "rollback|002_b.sql|2|" + md5("-- migrate:up\nSELECT 1;\n-- migrate:down\n") + "|" + role
                                + "|tester@testhost|t|",
                        "failure|002_b.sql|2|" + md5("-- migrate:up\nSELECT 1/0;\n") + "|" + role
                                + "|tester@testhost|t|ERROR 22012:"));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void copyDataInTheMiddleOfAFile() {
        for (String lineEnd : List.of("\n", "\r\n")) {
            String schema = lineEnd.equals("\n") ? "lf" : "crlf";
            cli.file(
                    "sql/" + schema + "/001_copy.sql",
                    String.join(
                            lineEnd,
                            "-- migrate:up",
                            "CREATE TABLE t (id int, what text);",
                            "COPY t FROM STDIN;",
                            "1\tone; -- migrate:down",
                            "2\t\\N",
                            "3\té 😀 \\\\ 'x' $$",
                            "\\.",
                            "UPDATE t SET what = 'two ?' WHERE id = 2;",
                            "COPY t (id, what) FROM STDIN WITH (FORMAT csv);",
                            "4,\"a, \"\"b\"\"\"",
                            "\\.",
                            "DELETE FROM t WHERE id = 1;",
                            "-- migrate:down",
                            "COPY t (id) FROM STDIN;",
                            "5",
                            "\\.",
                            "DROP TABLE t;",
                            ""));

            assertThat(cli.run("migrate", schema).exit()).isZero();

            assertThat(db.query("SELECT id, what FROM " + schema + ".t ORDER BY id"))
                    .isEqualTo("2|two ?\n3|é 😀 \\ 'x' $$\n4|a, \"b\"");
            assertThat(db.query("SELECT count(*) FROM " + schema + ".schema_migrations WHERE success"))
                    .isEqualTo("1");
            assertThat(cli.run("rollback", schema, "--yes").exit()).isZero();
            assertThat(db.query("SELECT count(*) FROM " + schema + ".schema_migrations"))
                    .isEqualTo("0");
            assertThat(db.query("SELECT to_regclass('" + schema + ".t') IS NULL"))
                    .isEqualTo("t");
        }
    }

    @Test
    void noticesComeUnderTheirFile() {
        cli.migration("public", "001_a.sql", "DO $$ BEGIN RAISE NOTICE 'heard of one'; END $$;", "")
                .migration("public", "002_b.sql", "DO $$ BEGIN RAISE WARNING 'heard of two'; END $$;", "")
                .file("sql/public/003_copy.sql", """
                        -- migrate:up
                        CREATE TABLE t (id int);
                        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE NOTICE 'heard of row %', NEW.id; RETURN NEW; END $$;
                        CREATE TRIGGER tell BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tell();
                        COPY t FROM STDIN;
                        3
                        \\.
                        """);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isZero();
        String all = result.out() + result.err();
        assertThat(all).contains("heard of one", "heard of two", "heard of row 3");
        assertThat(result.out().indexOf("heard of one"))
                .isBetween(result.out().indexOf("001_a.sql"), result.out().indexOf("002_b.sql"));
        assertThat(all).doesNotContain("BWREC").doesNotContain("INFO");
    }

    @Test
    void aRowInsertedByHandCountsAndCanBeRolledBackWhateverItsChecksum() {
        cli.migration("public", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("public", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        assertThat(cli.run("migrate", "public", "--next").exit()).isZero();
        db.execute("CREATE TABLE b (id int)");
        db.execute("INSERT INTO schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('002_b.sql', 'MANUAL', 0, true)");

        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "public", "--steps", "1").exit()).isZero();

        assertThat(db.query("SELECT to_regclass('b') IS NULL, string_agg(filename, ',') FROM schema_migrations"))
                .isEqualTo("t|001_a.sql");

        db.execute("CREATE TABLE b (id int)");
        db.execute("INSERT INTO schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('002_b.sql', 'done by hand (it''s $1)', 0, true)");

        assertThat(cli.run("rollback", "public", "--steps", "1").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('b') IS NULL")).isEqualTo("t");
    }

    @Test
    void rowsOfASelectAreNotKeptInMemory() {
        cli.migration("public", "001_a.sql", "SELECT repeat('x', 1000) FROM generate_series(1, 600000);", "");

        assertThat(cli.run("migrate").exit()).isZero();
    }
}
