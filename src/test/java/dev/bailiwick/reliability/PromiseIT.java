package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README's promise, sentence by sentence: whoever logs in, and in whatever form a section runs.
 *
 * <p>How it holds against kills, cuts and crowds is proved at length in {@link KillIT}, {@link CrowdIT}, {@link ServerFaultsIT} and
 * {@code CutIT}; here each sentence is held once in every form.
 */
@Timeout(120)
class PromiseIT {
    /** What the promise says, as the README has it: a sentence that changes there has to be looked at here. */
    private static final List<String> SENTENCES = List.of(
            "A migration, its row in the tracking table and its line in the log are one transaction",
            "there is no state in which one exists without the other, whatever is killed when",
            "Nothing is applied twice",
            "nothing is applied unrecorded",
            "nothing is lost",
            "\"Applied\" is printed after the commit came back",
            "The text reaches PostgreSQL byte for byte",
            "is refused by name before anything runs",
            "The tracking table keeps checksum and text of what was applied",
            "File, line, column and a caret; what PostgreSQL said; what stands now; what to type next",
            "What a migration did beyond its domain is read from the catalog before it commits, and rolled back",
            "One runner at a time works on a domain, others wait and then find nothing to do",
            "A crash leaves no lock and no \"dirty\" flag");

    private static final String FILE = "005_mark.sql";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of("."));
    private String out = "";

    /** Who logs in. */
    private enum Login {
        SUPERUSER,
        /** Owns the database. */
        OWNER,
        /** Is a member of the role that owns the database and that the domain's files run as. */
        MEMBER
    }

    /** How a section comes to run. */
    private enum Form {
        ORDINARY,
        GROUPED,
        ONE_TRANSACTION,
        OUTSIDE,
        ROLLBACK,
        SEED
    }

    static Stream<Arguments> all() {
        return Arrays.stream(Login.values())
                .flatMap(login -> Arrays.stream(Form.values()).map(form -> Arguments.of(login, form)));
    }

    @Test
    void theReadmeStillPromisesThis() throws IOException {
        String readme = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
        assertThat(SENTENCES).allSatisfy(sentence -> assertThat(readme).contains(sentence));
    }

    /** A project with an older migration that is applied, and a history to lose. */
    private void project(Login login) {
        cli = Cli.in(folder).on(db);
        if (login != Login.SUPERUSER) {
            String owner = db.createRole("owner");
            db.execute("ALTER DATABASE " + db.name() + " OWNER TO " + owner);
            cli.on(db.url(owner));
            if (login == Login.MEMBER) {
                String member = db.createRole("member");
                db.execute("GRANT " + owner + " TO " + member);
                cli.on(db.url(member)).file("sql/shop/domain.properties", "role = " + owner + "\n");
                db.execute("CREATE SCHEMA shop AUTHORIZATION " + owner);
            }
        }
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** Writes the file whose section is to run in this form; {@code behind} is what stands in the way down of it. */
    private void write(Form form, String section) {
        switch (form) {
            case ORDINARY -> cli.migration("shop", FILE, section, "DROP TABLE mark;");
            case GROUPED ->
                cli.migration("shop", "004_before.sql", "CREATE TABLE before (id int);", "DROP TABLE before;")
                        .migration("shop", FILE, section, "DROP TABLE mark;")
                        .migration("shop", "006_behind.sql", "CREATE TABLE behind (id int);", "DROP TABLE behind;");
            case ONE_TRANSACTION ->
                cli.migration("shop", "004_before.sql", "CREATE TABLE before (id int);", "DROP TABLE before;")
                        .migration("shop", FILE, section, "DROP TABLE mark;");
            case OUTSIDE ->
                cli.file(
                        "sql/shop/" + FILE,
                        "-- migrate:up transaction:false\n" + section + "\n-- migrate:down\nSELECT 1;\n");
            case ROLLBACK -> {
                cli.migration("shop", FILE, "SELECT 1;", section);
                assertThat(cli.run("migrate").exit()).isZero();
            }
            case SEED -> cli.file("sql/shop/seeds/" + FILE, section + "\n");
        }
    }

    private Cli.Result run(Form form) {
        Cli.Result result =
                switch (form) {
                    case ORDINARY, GROUPED, OUTSIDE -> cli.run("migrate", "shop");
                    case ONE_TRANSACTION -> cli.run("migrate", "shop", "--one-transaction");
                    case ROLLBACK -> cli.run("rollback", "shop", "--steps", "1");
                    case SEED -> cli.run("seed", "shop");
                };
        out = result.out();
        return result;
    }

    /** Whether the section's table is there. */
    private boolean effect() {
        return db.query("SELECT to_regclass('shop.mark') IS NOT NULL").equals("t");
    }

    /** Whether the history says that it came to its end; for a section outside a transaction, to the end of its first statement. */
    private boolean recorded(Form form) {
        return switch (form) {
            case ROLLBACK ->
                db.query("SELECT count(*) FROM shop.schema_migrations WHERE filename = '" + FILE + "'")
                        .equals("0");
            case SEED -> logged(form) > 0;
            case OUTSIDE ->
                db.query("SELECT count(*) FROM shop.schema_migrations WHERE filename = '" + FILE
                                + "' AND (success OR statements_done > 0)")
                        .equals("1");
            default ->
                db.query("SELECT count(*) FROM shop.schema_migrations WHERE filename = '" + FILE + "' AND success")
                        .equals("1");
        };
    }

    /** How often the log says that it came to its end. */
    private int logged(Form form) {
        String action = form == Form.SEED ? "seed" : form == Form.ROLLBACK ? "rollback" : "apply";
        return Integer.parseInt(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE filename ~ '" + FILE
                + "$' AND action = '" + action + "'"));
    }

    /** Effect, row and log entry exist together or not at all, and nothing was called done that isn't. */
    private void agree(Form form) {
        boolean effect = effect();
        assertThat(recorded(form)).as("recorded; " + out).isEqualTo(effect);
        if (form != Form.OUTSIDE) {
            assertThat(logged(form) > 0).as("logged; " + out).isEqualTo(effect);
        }
        if (out.matches("(?s).*[✓↩] (seeds/)?" + FILE + ".*")) {
            assertThat(effect && logged(form) > 0).as(out).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aMigrationItsRowAndItsLineInTheLogAreOneTransaction(Login login, Form form) {
        project(login);
        write(form, "CREATE TABLE mark (id int);\nSELECT 1/0;");

        assertThat(run(form).exit()).isEqualTo(form == Form.OUTSIDE ? 5 : 4);
        assertThat(effect()).isEqualTo(form == Form.OUTSIDE);
        agree(form);

        if (form == Form.OUTSIDE) {
            return;
        }
        rewrite(form, "CREATE TABLE mark (id int);");
        assertThat(run(form).exit()).as(out).isZero();
        assertThat(effect()).isTrue();
        agree(form);
        assertThat(out).containsPattern("[✓↩] (seeds/)?" + FILE);
    }

    /** What a person does who mends the file; a file that is applied goes back by its text, edited or not. */
    private void rewrite(Form form, String section) {
        if (form == Form.ROLLBACK) {
            cli.migration("shop", FILE, "SELECT 1;", section);
            assertThat(cli.run("mark", "shop", FILE, "--pending").exit()).isZero();
            assertThat(cli.run("migrate", "shop").exit()).isZero();
        } else {
            write(form, section);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whateverIsKilledWhen(Login login, Form form) throws Exception {
        project(login);
        write(form, "CREATE TABLE mark (id int);\nSELECT pg_advisory_xact_lock(47);");
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(47)");
            CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> run(form));
            String kill = "SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks AS l JOIN pg_database AS d"
                    + " ON d.oid = l.database WHERE locktype = 'advisory' AND objid = 47 AND NOT granted"
                    + " AND datname = current_database()";
            for (int i = 0; i < 1000 && db.query(kill).equals("0"); i++) {
                Thread.sleep(10);
            }
            assertThat(run.get(60, TimeUnit.SECONDS).exit()).as(out).isNotZero();
        }
        agree(form);
        assertThat(out).doesNotContainPattern("[✓↩] (seeds/)?" + FILE);
        // A crash leaves no lock and no "dirty" flag.
        assertThat(db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
        Cli.Result again = run(form);
        assertThat(again.exit()).as(out + again.err()).isZero();
        assertThat(effect()).isTrue();
        agree(form);
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsAppliedTwice(Login login, Form form) throws Exception {
        project(login);
        db.execute("CREATE TABLE public.times (n int); GRANT ALL ON public.times TO PUBLIC");
        cli.file(
                "sql/shop/domain.properties",
                (login == Login.MEMBER ? Files.readString(folder.resolve("sql/shop/domain.properties")) : "")
                        + "guard = off\n");
        write(
                form,
                "CREATE TABLE IF NOT EXISTS mark (id int);\nINSERT INTO public.times VALUES (1);\nSELECT pg_sleep(0.3);");
        CompletableFuture<Cli.Result> one = CompletableFuture.supplyAsync(() -> run(form));
        CompletableFuture<Cli.Result> two = CompletableFuture.supplyAsync(() -> run(form));
        int first = one.get(60, TimeUnit.SECONDS).exit();
        int second = two.get(60, TimeUnit.SECONDS).exit();

        // One rollback finds that the other was quicker, and does not take a second file back.
        assertThat(List.of(first, second)).as(out).contains(0);
        if (form != Form.ROLLBACK) {
            assertThat(first + second).as(out).isZero();
            assertThat(run(form).exit()).isZero();
        }
        assertThat(db.query("SELECT count(*) FROM public.times")).isEqualTo(String.valueOf(logged(form)));
        if (form != Form.SEED) {
            assertThat(logged(form)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsAppliedUnrecordedAndNothingIsLost(Login login, Form form) {
        project(login);
        for (String section : List.of(
                "DELETE FROM shop.schema_migrations;",
                "TRUNCATE shop.schema_migrations_log;",
                "DO $$ BEGIN EXECUTE 'UPDATE shop.schema_' || 'migrations SET success = false'; END $$;")) {
            String log = db.query("SELECT count(*) FROM shop.schema_migrations_log");
            if (form == Form.ROLLBACK) {
                cli.migration("shop", FILE, "SELECT 1;", "CREATE TABLE mark (id int);\n" + section);
                assertThat(cli.run("migrate").exit()).isZero();
            } else {
                write(form, (form == Form.OUTSIDE ? "" : "CREATE TABLE mark (id int);\n") + section);
            }

            assertThat(run(form).exit()).as(section + out).isNotZero();

            assertThat(effect()).as(section).isFalse();
            agree(form);
            assertThat(db.query("SELECT success FROM shop.schema_migrations WHERE filename = '001_a.sql'"))
                    .as(section)
                    .isEqualTo("t");
            assertThat(Integer.parseInt(db.query("SELECT count(*) FROM shop.schema_migrations_log")))
                    .as(section)
                    .isGreaterThan(Integer.parseInt(log));
            if (form == Form.ROLLBACK) {
                assertThat(cli.run("mark", "shop", FILE, "--pending").exit()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theTextReachesPostgresqlByteForByte(Login login, Form form) {
        project(login);
        String odd = "CREATE TABLE mark AS SELECT '? :x ${x} {{x}} \\n ไทย 💊'::text AS t, $$;-- migrate:up$$ AS u,"
                + " E'\\u00e9' AS v, (ARRAY[1,2,3])[1:2] AS w;";
        write(form, odd);

        assertThat(run(form).exit()).as(out).isZero();

        assertThat(db.query("SELECT * FROM shop.mark")).isEqualTo("? :x ${x} {{x}} \\n ไทย 💊|;-- migrate:up|é|{1,2}");
        if (form != Form.ROLLBACK && form != Form.SEED) {
            assertThat(db.query("SELECT source LIKE '%ไทย 💊%', checksum = md5(convert_to(source, 'UTF8'))"
                            + " FROM shop.schema_migrations WHERE filename = '" + FILE + "'"))
                    .isEqualTo("t|t");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatCannotBeRunFaithfullyIsRefusedByNameBeforeAnythingRuns(Login login, Form form) {
        project(login);
        if (form == Form.ROLLBACK) {
            cli.migration("shop", FILE, "SELECT 1;", "CREATE TABLE mark (id int);\n\\echo no");
            assertThat(cli.run("migrate").exit()).isEqualTo(3);
        } else {
            write(form, "CREATE TABLE mark (id int);\n\\echo no");
            Cli.Result result = run(form);
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.said()).contains(FILE + ":", "\\echo");
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("1");
        assertThat(effect()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void errorsPoint(Login login, Form form) {
        project(login);
        write(form, "CREATE TABLE mark (id int);\n  SELECT nothing FROM mark;");

        Cli.Result result = run(form);

        assertThat(result.said())
                .containsPattern(FILE + ":\\d+:10")
                .contains("42703", "column \"nothing\" does not exist", "bailiwick ");
        assertThat(result.err()).containsPattern("(?m)^.*\\^");
    }

    @ParameterizedTest
    @MethodSource("all")
    void domainsStayApart(Login login, Form form) {
        project(login);
        cli.migration("lab", "001_l.sql", "CREATE TABLE l (id int);", "DROP TABLE l;");
        assertThat(cli.run("migrate", "lab").exit()).isZero();
        if (login == Login.MEMBER) {
            db.execute("ALTER TABLE lab.l OWNER TO " + db.name() + "_owner; GRANT ALL ON SCHEMA lab TO " + db.name()
                    + "_owner");
        }
        write(form, "CREATE TABLE mark (id int);\nALTER TABLE lab.l ADD COLUMN x int;");

        Cli.Result result = run(form);

        if (form == Form.OUTSIDE) {
            // It can't be rolled back, and is told.
            assertThat(result.said()).contains("lab.l");
        } else {
            assertThat(result.exit()).as(result.err()).isEqualTo(3);
            assertThat(result.said()).contains("lab.l");
            assertThat(effect()).isFalse();
            agree(form);
        }
    }
}
