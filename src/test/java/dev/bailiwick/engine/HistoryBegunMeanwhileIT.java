package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.CutProxy.Side;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Another runner begins a domain, or drops it, between the look that finds no tracking table and the look at what else speaks of
 * it: nothing is lost then.
 */
class HistoryBegunMeanwhileIT {
    /** In the query that looks for what else there is. */
    private static final String SECOND_LOOK = "AS MATERIALIZED";

    /** In the query that reads rows, behind the one that looks which tables are there. */
    private static final String ROWS = "AS last_row";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
        for (String domain : new String[] {"crm", "shop"}) {
            cli.file("sql/" + domain + "/domain.properties", "requires=\n");
            for (int i = 1; i <= 2; i++) {
                cli.migration(domain, "00" + i + "_t.sql", "CREATE TABLE t" + i + " ();", "DROP TABLE t" + i + ";");
            }
        }
        cli.file("sql/shop/seeds/010_s.sql", "SELECT 1;\n");
        assertThat(cli.run("migrate", "crm").exit()).isZero();
    }

    private Cli.Result heldAt(String text, Runnable meanwhile, String... command) throws Exception {
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            CutProxy.Trap trap = proxy.at(Side.CLIENT, text).hold();
            Cli held = Cli.in(folder).on(db.urlAt(proxy.port()));
            CompletableFuture<Cli.Result> running = CompletableFuture.supplyAsync(() -> held.run(command));
            assertThat(trap.await(Duration.ofSeconds(20)))
                    .as("the look that is waited for")
                    .isTrue();
            try {
                meanwhile.run();
            } finally {
                trap.release();
            }
            return running.get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            migrate                         | 0 | nothing to do: 4 migrations are applied
            migrate shop --dry-run          | 0 | nothing to do: 2 migrations are applied
            setup                           | 0 | 010_s.sql
            status                          | 0 | 002_t.sql
            validate                        | 0 | the history agrees
            mark shop 001 --applied         | 3 | 001_t.sql is applied already
            repair shop                     | 0 | nothing to do
            baseline shop --to 002 --yes    | 0 | nothing to do
            baseline shop --empty           | 3 | has a history in this database: 001_t.sql
            rollback shop --yes             | 0 | 002_t.sql
            seed shop                       | 0 | 010_s.sql
            drift                           | 0 | shop
            verify                          | 0 | 2 applied
            """)
    void aDomainThatAnotherRunnerBeginsIsReadAnew(String command, int exit, String said) throws Exception {
        Cli.Result result = heldAt(
                SECOND_LOOK, () -> assertThat(cli.run("migrate", "shop").exit()).isZero(), command.split(" "));
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        assertThat(result.out() + result.said()).contains(said);
    }

    @Test
    void aDomainThatAnotherRunnerDropsIsNotAnError() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        Cli.Result result = heldAt(ROWS, () -> db.execute("DROP SCHEMA shop CASCADE"), "status");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("shop");
    }

    @Test
    void aTableThatIsLostIsRefusedWhileOtherDomainsGoOn() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration("crm", "003_t.sql", "CREATE TABLE t3 ();", "DROP TABLE t3;");
        db.execute("DROP TABLE shop.schema_migrations");
        Cli.Result result = heldAt(
                SECOND_LOOK, () -> assertThat(cli.run("migrate", "crm").exit()).isZero(), "migrate");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.said()).contains("the tracking table shop.schema_migrations is gone");
    }
}
