package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of tables and columns with line ends and tabs in them, which PostgreSQL takes: nothing is a bug of ours. */
@Timeout(120)
class LineEndInNameIT {
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
                        "public", "001_p.sql", "CREATE TABLE \"p\nq\" (id int, \"c\rd\" int);", "DROP TABLE \"p\nq\";")
                .migration(
                        "shop", "001_a.sql", "CREATE TABLE \"a\nb\" (id int, \"c\td\" int);", "DROP TABLE \"a\nb\";");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.\"x\ny\" (id int);",
                "CREATE TABLE public.\"x\n\ny\" (id int); CREATE TABLE public.\"drops\tz\n\" (id int);",
                "ALTER TABLE public.\"p\nq\" ADD z int;",
                "DROP TABLE public.\"p\nq\";",
                "INSERT INTO public.\"p\nq\" VALUES (1);",
                "CREATE INDEX \"i\nj\" ON public.\"p\nq\" (id);"
            })
    void theGuardNamesThem(String sql) {
        cli.migration("shop", "002_b.sql", sql, "SELECT 1;");

        for (String command : new String[] {"migrate", "rehearse"}) {
            Cli.Result refused = cli.run(command);
            assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(3);
            assertThat(refused.said())
                    .contains("002_b.sql")
                    .contains("domain public")
                    .doesNotContain("a bug in");
        }
        cli.file("sql/shop/domain.properties", "guard = warn\n");
        Cli.Result warned = cli.run("migrate");
        assertThat(warned.exit()).as(warned.out() + warned.err()).isZero();
    }

    @Test
    void theyGoThroughEveryOtherCommand() {
        db.execute("CREATE TABLE shop.\"h\nh\" (\"i\nj\" int)");
        for (String command : new String[] {
            "status",
            "verify",
            "drift",
            "drift --json",
            "validate",
            "lint",
            "drift --accept",
            "adopt shop --from flyway",
            "rollback shop",
            "migrate",
            "redo shop",
            "connection"
        }) {
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.exit())
                    .as(command + "\n" + result.out() + result.err())
                    .isNotEqualTo(1);
        }
    }

    /** It holds its lock for so long that the watch looks which locks others have to wait for. */
    @Test
    void aLockOnSuchATableThatIsHeldForLongIsTold() {
        cli.migration(
                "shop",
                "002_b.sql",
                "ALTER TABLE \"a\nb\" ADD x int; SELECT pg_sleep(3); ALTER TABLE \"a\nb\" ADD y int; SELECT pg_sleep(2);",
                "SELECT 1;");
        Cli.Result result = cli.run("migrate");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }
}
