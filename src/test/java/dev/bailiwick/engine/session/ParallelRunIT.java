package dev.bailiwick.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several domains at the same time. */
@Timeout(60)
class ParallelRunIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli domains(String... names) {
        Cli cli = Cli.in(folder).on(db);
        for (String name : names) {
            cli.migration(name, "001_a.sql", "CREATE TABLE a (id int);\nSELECT pg_sleep(0.5);", "DROP TABLE a;");
            cli.migration(name, "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        }
        return cli;
    }

    /** The last has begun before the first ends, and what each says is in one piece. */
    @Test
    void theyRunAtTheSameTimeAndTheirLinesDoNotMix() {
        Cli cli = domains("hr", "lab", "shop");
        for (String domain : new String[] {"hr", "lab", "shop"}) {
            cli.migration(
                    domain,
                    "001_a.sql",
                    "CREATE TABLE a AS SELECT clock_timestamp() AS at;\nSELECT pg_sleep(3);"
                            + "\nINSERT INTO a SELECT clock_timestamp();",
                    "DROP TABLE a;");
        }

        Cli.Result result = cli.run("migrate", "--parallel", "3");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(
                        db.query(
                                "SELECT max(begun) < min(ended) FROM (SELECT min(at) AS begun, max(at) AS ended FROM hr.a"
                                        + " UNION ALL SELECT min(at), max(at) FROM lab.a UNION ALL SELECT min(at), max(at) FROM shop.a) AS a"))
                .isEqualTo("t");
        for (String domain : new String[] {"hr", "lab", "shop"}) {
            String said = result.out().substring(result.out().indexOf(domain + ": "));
            assertThat(said.lines().skip(1).limit(2).toList())
                    .allMatch(line -> line.startsWith("  ✓ 00"))
                    .hasSize(2);
            assertThat(db.query("SELECT count(*) FROM " + domain + ".schema_migrations WHERE success"))
                    .isEqualTo("2");
        }
        assertThat(result.out()).contains("6");
    }

    @Test
    void whatIsRequiredComesFirst() {
        Cli cli = domains("hr", "public", "shop");
        cli.file("sql/hr/domain.properties", "requires = shop\n");
        cli.migration("hr", "001_a.sql", "CREATE TABLE a AS SELECT s.id FROM shop.b AS s, public.b AS p;", "");
        cli.migration("shop", "001_a.sql", "CREATE TABLE a AS SELECT * FROM public.b;", "");

        Cli.Result result = cli.run("migrate", "--parallel", "8");

        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void whereOneFailsTheOthersComeToTheirEndAndNoneBegins() {
        Cli cli = domains("a1", "a2", "a3");
        cli.migration("a1", "001_a.sql", "SELECT 1/0;", "");

        Cli.Result result = cli.run("migrate", "--parallel", "2");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("sql/a1/001_a.sql:2:1", "division by zero");
        assertThat(result.out()).contains("✓ 002_b.sql");
        assertThat(db.query("SELECT count(*) FROM a2.schema_migrations WHERE success"))
                .isEqualTo("2");
        assertThat(db.query("SELECT to_regclass('a3.schema_migrations') IS NULL"))
                .isEqualTo("t");
        cli.migration("a1", "001_a.sql", "SELECT 1;", "");
        assertThat(cli.run("migrate", "--parallel", "2").exit()).isZero();
    }

    /** Somebody commits into another schema all the time: before the guard looks, while it does, and behind. */
    @Test
    void whatOthersCommitMeanwhileIsNotTakenForOurs() throws Exception {
        Cli cli = Cli.in(folder).on(db);
        for (int i = 1; i <= 8; i++) {
            cli.migration(
                    "shop",
                    "%03d_f.sql".formatted(i),
                    "CREATE FUNCTION f" + i + "() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT pg_sleep(0.05);",
                    "DROP FUNCTION f" + i + ";");
        }
        db.execute("CREATE SCHEMA noise");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> noise = CompletableFuture.runAsync(() -> {
            for (int i = 0; !done.get(); i++) {
                db.execute("CREATE OR REPLACE FUNCTION noise.n() RETURNS int LANGUAGE sql AS 'SELECT " + i + "'");
            }
        });

        Cli.Result result = cli.run("migrate");
        done.set(true);
        noise.get(10, TimeUnit.SECONDS);

        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        Cli cli = domains("shop");

        assertThat(cli.run("migrate", "--parallel", "0").exit()).isEqualTo(2);
        assertThat(cli.run("migrate", "--parallel", "many").exit()).isEqualTo(2);
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL")).isEqualTo("t");
    }
}
