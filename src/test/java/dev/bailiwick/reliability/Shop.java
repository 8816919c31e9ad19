package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A project in which everything is that can be hit: and how to tell afterwards whether the bookkeeping is true. */
final class Shop {
    private static final Pattern SAID = Pattern.compile("(?m)^  ✓ (\\d{3}_[a-f]\\.sql)");

    private Shop() {}

    /** Something that answers queries as {@code psql -At} does. */
    interface Database {
        String query(String sql);
    }

    /** Writes its files. */
    static Cli files(Cli cli) {
        return cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
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
                        """)
                .file("sql/shop/003_c.sql", """
                        -- migrate:up transaction:false
                        CREATE TABLE c (id int);
                        INSERT INTO c SELECT generate_series(1, 2000);
                        CREATE INDEX CONCURRENTLY c_id_idx ON c (id);
                        ALTER TABLE c ADD code text;
                        -- migrate:down transaction:false
                        DROP INDEX CONCURRENTLY c_id_idx;
                        DROP TABLE c;
                        """)
                .migration("shop", "004_d.sql", "CREATE TABLE d (id int);\nSELECT pg_sleep(0.1);", "DROP TABLE d;")
                .migration("shop", "005_e.sql", "CREATE TABLE e (id int);", "DROP TABLE e;")
                .migration("depot", "001_f.sql", "CREATE TABLE f (id int);", "DROP TABLE f;")
                .file("sql/shop/seeds/1.sql", "INSERT INTO a VALUES (1);\n");
    }

    /** The same without the file that runs outside a transaction, which a pooler in transaction mode refuses. */
    static Cli filesInTransactions(Cli cli) {
        return files(cli).migration("shop", "003_c.sql", """
                        CREATE TABLE c (id int);
                        INSERT INTO c SELECT generate_series(1, 2000);
                        CREATE INDEX c_id_idx ON c (id);
                        ALTER TABLE c ADD code text;""", "DROP TABLE c;");
    }

    /** Runs until all is done, as a person would; the answer is what is there then. */
    static String finish(Cli cli, Database database) {
        List<String> said = new ArrayList<>();
        if (!database.query("SELECT to_regclass('shop.schema_migrations')").isEmpty()
                && !database.query("SELECT count(*) FROM shop.schema_migrations WHERE error_message LIKE 'rollback%'")
                        .equals("0")) {
            Cli.Result result = cli.run("rollback", "shop", "--steps", "1", "--yes");
            said.add(result.out() + result.err());
        }
        for (int i = 0; i < 3; i++) {
            Cli.Result result = cli.run("migrate");
            said.add(result.out() + result.err());
            if (result.exit() == 0) {
                return picture(database);
            }
        }
        throw new AssertionError("it does not end:\n" + String.join("\n", said));
    }

    /** What is left when everything is applied: nothing that a run does to get there may be left as well. */
    static String picture(Database database) {
        return database.query("""
                SELECT string_agg(format('%s.%s %s', nspname, relname, indisvalid), E'\\n' ORDER BY nspname, relname)
                FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace LEFT JOIN pg_index ON indexrelid = pg_class.oid
                WHERE nspname IN ('shop', 'depot')
                """) + "\n" + database.query("""
                SELECT string_agg(concat_ws(' ', filename, checksum, success, statements_done), E'\\n' ORDER BY filename)
                FROM (SELECT * FROM shop.schema_migrations UNION ALL SELECT * FROM depot.schema_migrations) AS rows
                """);
    }

    /** A server goes on for a moment with what a killed client has sent. */
    static void awaitQuiet(Database database) throws InterruptedException {
        await(database, "true");
    }

    /** The same where a pooler keeps sessions, which do nothing. */
    static void awaitIdle(Database database) throws InterruptedException {
        await(database, "state IS DISTINCT FROM 'idle'");
    }

    private static void await(Database database, String which) throws InterruptedException {
        String others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name <> 'test' AND backend_type = 'client backend' AND " + which;
        for (int i = 0; i < 1500 && !database.query(others).equals("0"); i++) {
            Thread.sleep(10);
        }
        String left = others.replace(
                "count(*)",
                "string_agg(concat_ws(' | ', pid, application_name, state, wait_event, age(clock_timestamp(), state_change), query), E'\\n')");
        assertThat(database.query(left)).as("sessions that are left").isEmpty();
        assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .as("advisory locks")
                .isEqualTo("0");
    }

    /** Rows, log and effects say the same; what was said to be applied is. */
    static void requireTruth(Database database, String output, String where) {
        for (String domain : List.of("shop", "depot")) {
            if (!database.query("SELECT to_regclass('" + domain + ".schema_migrations')")
                    .isEmpty()) {
                rowsAreEffects(database, domain, where);
            }
        }
        boolean shop =
                !database.query("SELECT to_regclass('shop.schema_migrations')").isEmpty();
        if (shop) {
            stepByStep(database, where);
            seeds(database, where);
        }
        SAID.matcher(output).results().map(line -> line.group(1)).forEach(file -> {
            String domain = file.equals("001_f.sql") ? "depot" : "shop";
            assertThat(database.query("SELECT count(*) FROM " + domain
                            + ".schema_migrations WHERE success AND filename = '" + file + "'"))
                    .as(where + ": " + file + " was said to be applied")
                    .isEqualTo("1");
        });
    }

    private static void rowsAreEffects(Database database, String domain, String where) {
        String rows = database.query("SELECT string_agg(filename, ' ' ORDER BY filename) FROM " + domain
                + ".schema_migrations WHERE success AND filename <> '003_c.sql'");
        String tables = database.query(
                "SELECT string_agg(CASE relname WHEN 'f' THEN '001' ELSE '00' || strpos('abcde', relname)"
                        + " END || '_' || relname || '.sql', ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = '"
                        + domain
                        + "'::regnamespace AND relname ~ '^[abdef]$'");
        assertThat(rows).as(where + ": rows are tables").isEqualTo(tables);
        String standing = "success OR error_message LIKE 'rollback%'";
        assertThat(database.query("SELECT string_agg(filename, ' ' ORDER BY filename) FROM " + domain
                        + ".schema_migrations WHERE " + standing))
                .as(where + ": the log agrees")
                .isEqualTo(database.query(
                        "SELECT string_agg(filename, ' ' ORDER BY filename) FROM (SELECT filename FROM " + domain
                                + ".schema_migrations_log WHERE action IN ('apply', 'rollback') GROUP BY filename"
                                + " HAVING sum(CASE action WHEN 'apply' THEN 1 ELSE -1 END) = 1) AS l"));
        if (database.query("SELECT to_regclass('shop.b')").equals("shop.b")) {
            assertThat(database.query("SELECT count(*) FROM shop.b")).as(where).isEqualTo("3");
        }
    }

    /** Of the file outside a transaction exactly the statements that are recorded as done are done. */
    private static void stepByStep(Database database, String where) {
        String[] row = database.query("SELECT success, coalesce(statements_done, 0),"
                        + " coalesce(error_message LIKE 'rollback%', false) FROM shop.schema_migrations"
                        + " WHERE filename = '003_c.sql'")
                .split("\\|");
        String there = database.query("SELECT to_regclass('shop.c') IS NOT NULL,"
                + " EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('shop.c') AND attname = 'code'),"
                + " EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('shop.c_id_idx') AND indisvalid)");
        if (row.length < 3) {
            assertThat(there).as(where + ": no row, no effect").isEqualTo("f|f|f");
            return;
        }
        boolean back = row[2].equals("t");
        int done = row[0].equals("t") ? 4 : Integer.parseInt(row[1]);
        if (back) {
            assertThat(there.startsWith("t"))
                    .as(where + ": the table goes last")
                    .isEqualTo(done < 2);
            assertThat(done >= 1 && there.endsWith("t"))
                    .as(where + ": the index is gone")
                    .isFalse();
            return;
        }
        assertThat(there.startsWith("t")).as(where + ": made by statement 1").isEqualTo(done >= 1);
        assertThat(there.contains("|t|")).as(where + ": added by statement 4").isEqualTo(done >= 4);
        assertThat(done >= 3 && there.endsWith("f"))
                .as(where + ": built by statement 3")
                .isFalse();
        if (done >= 1) {
            assertThat(database.query("SELECT count(*) FROM shop.c"))
                    .as(where + ": filled by statement 2, once")
                    .isEqualTo(done >= 2 ? "2000" : "0");
        }
    }

    private static void seeds(Database database, String where) {
        if (database.query("SELECT to_regclass('shop.a')").isEmpty()) {
            return;
        }
        assertThat(database.query("SELECT count(*) FROM shop.a"))
                .as(where + ": as many rows as seeds in the log")
                .isEqualTo(
                        database.query(
                                "SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'seed' AND id >"
                                        + " (SELECT coalesce(max(id), 0) FROM shop.schema_migrations_log WHERE action = 'rollback' AND filename = '001_a.sql')"));
    }
}
