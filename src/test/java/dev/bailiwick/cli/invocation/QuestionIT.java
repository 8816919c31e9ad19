package dev.bailiwick.cli.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.cli.Program;
import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.config.Docker;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal is asked before the history is made to agree with something; a script is not. */
class QuestionIT {
    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void edited() {
        Cli cli = Cli.in(folder)
                .on(database)
                .file("sql/inventory/domain.properties", "requires=\n")
                .migration("inventory", "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.run("migrate");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;")
                .migration("inventory", "2_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
    }

    @Test
    void aYesIsAYes() {
        for (String yes : new String[] {"y\n", "Yes \n"}) {
            database.execute("UPDATE inventory.schema_migrations SET checksum = 'x', source = 'CREATE TABLE a ();'");
            Cli.Result result = typed(yes, "repair", "inventory");
            assertThat(result.exit()).isZero();
            assertThat(result.out())
                    .contains(
                            "sql/inventory/1_a.sql would be repaired: its present text counts as applied\n",
                            "+CREATE TABLE a (i int);",
                            "Take this into the history? [y/N] sql/inventory/1_a.sql is repaired");
        }
    }

    @Test
    void everythingElseIsANo() {
        for (String no : new String[] {"\n", "n\n", "yess\n", "", "no y\n"}) {
            Cli.Result result = typed(no, "repair", "inventory");
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.out()).endsWith("[y/N] nothing was changed\n");
        }
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations_log WHERE action = 'repair'"))
                .isEqualTo("0");
    }

    @Test
    void theBeginningOfAHistoryIsAskedFor() {
        database.execute("DELETE FROM inventory.schema_migrations; DELETE FROM inventory.schema_migrations_log");
        Cli.Result no = typed("n\n", "baseline", "inventory", "--to", "2");
        assertThat(no.exit()).isEqualTo(3);
        assertThat(no.out()).contains("  1_a.sql\n  2_b.sql\nIs the work of all of them there? [y/N] nothing was");
        assertThat(typed("y\n", "baseline", "inventory", "--to", "2").exit()).isZero();
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo("2");
    }

    @Test
    void anotherToolsHistoryIsAskedFor() {
        database.execute("DROP TABLE inventory.schema_migrations, inventory.schema_migrations_log,"
                + " inventory.schema_migrations_catalog");
        Cli.Result no = typed("n\n", "adopt", "inventory", "--from", "plain", "--to", "2_b.sql");
        assertThat(no.exit()).isEqualTo(3);
        assertThat(no.out()).contains("2_b.sql").endsWith("Take this into the history? [y/N] nothing was changed\n");
        Cli.Result yes = typed("y\n", "adopt", "inventory", "--from", "plain", "--to", "2_b.sql");
        assertThat(yes.out()).endsWith("[y/N] inventory has taken over 2 migrations from your word\n");
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo("2");
    }

    @Test
    void nobodyIsAskedWithYesOrForJson() {
        assertThat(typed("n\n", "repair", "inventory", "--json").exit()).isEqualTo(3);
        assertThat(typed("n\n", "repair", "inventory", "--yes").out()).doesNotContain("[y/N]");
    }

    private Cli.Result typed(String keys, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Docker none = (words, more) -> new Docker.Answer(127, "", "docker: not found");
        Environment surroundings = new Environment(
                Map.of("DATABASE_URL", database.url(), "HOSTNAME", "testhost", "NO_COLOR", "1"),
                "tester",
                folder.resolve(".pgpass"),
                folder.resolve(".pg_service.conf"),
                none);
        Screen screen =
                new Screen(true, 100, "bailiwick", new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
        int exit = new Program(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        surroundings,
                        folder,
                        screen,
                        new Cancellation())
                .run(arguments);
        return new Cli.Result(
                exit,
                out.toString(StandardCharsets.UTF_8).replace(folder + "/", ""),
                err.toString(StandardCharsets.UTF_8).replace(folder + "/", ""));
    }
}
