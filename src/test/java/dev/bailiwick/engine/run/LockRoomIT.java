package dev.bailiwick.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the server's lock table has certainly no room for is refused before any of it has run. */
class LockRoomIT {
    private static final int TABLES = 500;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @Test
    void nothingRunsThatCanNotEnd() {
        int slots = Integer.parseInt(db.query("SELECT current_setting('max_locks_per_transaction')::int"
                + " * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int)"));
        db.execute("CREATE SEQUENCE public.ran");
        Cli cli = Cli.in(folder).on(db);
        cli.migration("shop", "000_first.sql", "SELECT nextval('public.ran');", "SELECT 1;");
        int files = slots * 5 / 2 / (4 * TABLES) + 1;
        for (int i = 1; i <= files; i++) {
            int file = i;
            String tables = IntStream.range(0, TABLES)
                    .mapToObj(n -> "CREATE TABLE t" + file + "_" + n
                            + " (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, u int UNIQUE);")
                    .collect(Collectors.joining("\n"));
            cli.migration("shop", "%03d_tables.sql".formatted(i), tables, "SELECT 1;");
        }

        Cli.Result result = cli.run("migrate", "shop", "--one-transaction");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .contains("no room for the locks of " + (files + 1) + " files", "max_locks_per_transaction")
                .contains("nothing of the " + (files + 1) + " files stands");
        assertThat(db.query("SELECT is_called FROM public.ran")).isEqualTo("f");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
    }
}
