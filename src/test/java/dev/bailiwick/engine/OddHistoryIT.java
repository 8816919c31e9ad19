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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people have made of a tracking table, or hung on it, is called by its name. */
class OddHistoryIT {
    private static final String TABLE = "shop.schema_migrations";

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
        file(1);
        file(2);
        cli.succeeds("migrate");
        file(3);
    }

    private void file(int number) {
        String table = "shop.t" + number;
        cli.migration(
                "shop",
                "00" + number + "_t.sql",
                "CREATE TABLE " + table + " (n integer);",
                "DROP TABLE " + table + ";");
    }

    /** The first statement of the advice, as it stands there. */
    private static String advised(Cli.Result result) {
        return result.said().replaceFirst(".*?as its owner[^:]*: ", "").replaceFirst(" \\d+ errors?$|\\s*$", "");
    }

    @Test
    void aViewThatReadsTheTableIsNamedAndTheTableBroughtBack() {
        db.execute("ALTER TABLE " + TABLE + " RENAME TO h; CREATE VIEW " + TABLE + " AS SELECT * FROM shop.h");
        for (String command : new String[] {"migrate", "status", "rollback shop --yes", "repair shop --from-log"}) {
            assertThat(cli.refused(command.split(" ")).said())
                    .contains("shop.schema_migrations is a view, and not a table of Bailiwick's");
        }
        db.execute(advised(cli.refused("migrate")));
        cli.succeeds("migrate");
        cli.succeeds("validate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a materialized view | schema_migrations     | ALTER TABLE %1$s RENAME TO h; CREATE MATERIALIZED VIEW %1$s AS SELECT * FROM shop.h
            a materialized view | schema_migrations_log | ALTER TABLE %1$s RENAME TO h; CREATE MATERIALIZED VIEW %1$s AS SELECT * FROM shop.h
            a view              | schema_migrations_log | ALTER TABLE %1$s RENAME TO h; CREATE VIEW %1$s AS SELECT * FROM shop.h
            a partitioned table | schema_migrations     | CREATE TABLE h (LIKE %1$s INCLUDING DEFAULTS) PARTITION BY LIST (batch); CREATE TABLE h1 PARTITION OF h DEFAULT; INSERT INTO h SELECT * FROM %1$s; DROP TABLE %1$s; ALTER TABLE h SET SCHEMA shop; ALTER TABLE shop.h RENAME TO schema_migrations
            """)
    void whatIsNoOrdinaryTableIsNamedAndTheAdviceMendsIt(String what, String name, String made) {
        db.execute(made.formatted("shop." + name));
        assertThat(cli.refused("status").said()).contains("shop." + name + " is " + what);
        db.execute(advised(cli.refused("migrate")));
        Cli.Result result = cli.run("migrate");
        assertThat(result.said()).doesNotContain(" is " + what);
        assertThat(db.query("SELECT count(*) FROM " + TABLE + " WHERE batch = 1"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a foreign table    | schema_migrations         | DROP TABLE %1$s; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE %1$s (id int) SERVER s
            a sequence         | schema_migrations         | DROP TABLE %1$s; CREATE SEQUENCE %1$s
            a composite type   | schema_migrations         | DROP TABLE %1$s; CREATE TYPE %1$s AS (n int)
            an index           | schema_migrations_catalog | DROP TABLE %1$s; CREATE INDEX schema_migrations_catalog ON shop.t1 (n)
            """)
    void whatIsNoTableAtAllIsNamed(String what, String name, String made) {
        db.execute(made.formatted("shop." + name));
        assertThat(cli.refused("migrate").said())
                .contains("shop." + name + " is " + what)
                .contains("_aside");
        assertThat(cli.refused("status").said()).contains("shop." + name + " is " + what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sql/shop/003_t.sql", "003_t", "shop\\003_t.sql", "003_T.SQL", "003_t.sql "})
    void aRowUnderAnotherNameThanAFilesIsNamedAlone(String name) {
        db.execute("INSERT INTO " + TABLE + " (filename, checksum, execution_time_ms, success) VALUES ('" + name
                + "', 'MANUAL', 0, true)");
        Cli.Result result = cli.refused("migrate");
        assertThat(result.said())
                .contains("the history of shop has a row named '" + name + "', and no file can have that name")
                .contains("the history writes the name otherwise than the file: 003_t.sql")
                .contains("bailiwick mark shop 003_t.sql --applied")
                .doesNotContain("out of order", "errors");
        assertThat(cli.succeeds("status").out()).doesNotContain("out of order");
        cli.succeeds("mark", "shop", "003_t.sql", "--applied");
        assertThat(cli.refused("migrate").said())
                .contains("003_t.sql, which seems to be meant, is applied already")
                .doesNotContain("git checkout");
        cli.succeeds("mark", "shop", name, "--pending");
        cli.succeeds("migrate");
        cli.succeeds("validate");
    }

    @Test
    void aRowThatNamesNoFileAtAll() {
        db.execute("INSERT INTO " + TABLE + " (filename, checksum, execution_time_ms, success)"
                + " VALUES ('hotfix', 'MANUAL', 0, true)");
        assertThat(cli.refused("migrate").said())
                .contains("the history of shop has a row named 'hotfix', and no file can have that name")
                .contains("bailiwick mark shop hotfix --pending")
                .doesNotContain("bring the file back", "out of order");
    }

    @Test
    void aTableThatRefersToTheHistoryIsNamed() {
        db.execute("CREATE TABLE public.notes (f varchar(255) CONSTRAINT note_of REFERENCES " + TABLE
                + " (filename), l bigint REFERENCES shop.schema_migrations_log (id));"
                + " INSERT INTO public.notes VALUES ('002_t.sql', 1)");
        String advice = "public.notes refers to shop.schema_migrations, whose rows go with a rollback; as its owner:"
                + " ALTER TABLE \"public\".\"notes\" DROP CONSTRAINT \"note_of\";";
        Cli.Result back = cli.run("rollback", "shop", "--steps", "1", "--yes");
        assertThat(back.exit()).isEqualTo(4);
        assertThat(back.said()).contains(advice);
        Cli.Result mark = cli.run("mark", "shop", "002", "--pending");
        assertThat(mark.exit()).isEqualTo(4);
        assertThat(mark.said()).contains(advice);
        cli.file("sql/shop/003_t.sql", """
                        -- migrate:up transaction:false
                        CREATE TABLE shop.t3 ();
                        -- migrate:down transaction:false
                        DROP TABLE shop.t3;
                        """);
        cli.succeeds("migrate");
        db.execute("INSERT INTO public.notes VALUES ('003_t.sql', 1)");
        Cli.Result outside = cli.run("rollback", "shop", "--steps", "1", "--yes");
        assertThat(outside.exit()).isEqualTo(5);
        assertThat(outside.said()).contains(advice);
        db.execute("ALTER TABLE \"public\".\"notes\" DROP CONSTRAINT \"note_of\";");
        cli.succeeds("rollback", "shop", "--steps", "1", "--yes");
    }

    @Test
    void aTableThatRestrictsTheHistoryIsNamed() {
        db.execute("CREATE TABLE public.notes (f varchar(255) CONSTRAINT note_of REFERENCES " + TABLE
                + " (filename) ON DELETE RESTRICT); INSERT INTO public.notes VALUES ('002_t.sql')");
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").said())
                .contains("ALTER TABLE \"public\".\"notes\" DROP CONSTRAINT \"note_of\";");
    }

    @Test
    void aKeyThatAnotherMessageOnlySoundsLikeIsNotBlamed() {
        db.execute("CREATE TABLE public.notes (f varchar(255) CONSTRAINT fk REFERENCES " + TABLE + " (filename))");
        cli.migration(
                "shop",
                "003_t.sql",
                "CREATE TABLE shop.a (id int PRIMARY KEY); CREATE TABLE shop.b (a int CONSTRAINT b_a_fk REFERENCES shop.a);"
                        + " INSERT INTO shop.b VALUES (1);",
                "");
        assertThat(cli.run("migrate").said()).contains("\"b_a_fk\"").doesNotContain("refers to shop.schema_migrations");
    }
}
