package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections whose text names the tracking table, and what is put aside for them. */
@Timeout(120)
class NamedTableIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private static final String NAMING = "-- schema_migrations keeps the history\nCREATE TABLE a (id int);";

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "migrate --one-transaction", "setup"})
    void aRoleThatMayNotReadTheTableRunsThem(String command) {
        String role = db.createRole("owner");
        Cli cli = Cli.in(folder)
                .on(db)
                .file("sql/shop/domain.properties", "role = " + role + "\n")
                .migration("shop", "001_a.sql", NAMING, "-- schema_migrations\nDROP TABLE a;")
                .migration("shop", "002_b.sql", "DROP SCHEMA IF EXISTS nobodys;", "SELECT 1;")
                .file("sql/shop/seeds/1.sql", "-- not schema_migrations\nINSERT INTO a VALUES (1);");

        good(cli, command.split(" "));
        assertThat(db.query("SELECT tableowner FROM pg_tables WHERE tablename = 'a'"))
                .isEqualTo(role);
        good(cli, "seed", "shop");
        good(cli, "rollback", "shop", "--all", "--yes-really");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL")).isEqualTo("t");
    }

    @Test
    void aLoginThatMayMakeNoTemporaryTablesRunsThem() {
        String role = db.createRole("login");
        String database = db.query("SELECT current_database()");
        db.execute("REVOKE TEMPORARY ON DATABASE " + database + " FROM PUBLIC");
        db.execute("CREATE SCHEMA shop AUTHORIZATION " + role);
        Cli cli = Cli.in(folder).on(db.url(role)).migration("shop", "001_a.sql", NAMING, "DROP TABLE a;");

        good(cli, "migrate");
    }

    private static void good(Cli cli, String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }
}
