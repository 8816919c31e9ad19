package dev.bailiwick.engine.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Migrations and seeds in one command. */
@Timeout(120)
class SetupIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("public", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;")
                .file("sql/public/seeds/1.sql", "INSERT INTO p VALUES (1);")
                .migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;")
                .file("sql/shop/seeds/1.sql", "INSERT INTO t VALUES (1);\n");
    }

    @Test
    void aFailureNamesTheCommandAsItWasTypedWithoutTheValues() {
        cli.file("sql/shop/seeds/1.sql", "SELECT nope;");

        Cli.Result seed = cli.run("setup", "shop", "--changed", "--data", "sql", "--set", "b=swordfish", "--set", "a=");
        assertThat(seed.exit()).isEqualTo(4);
        assertThat(seed.said())
                .containsPattern("then: bailiwick setup shop --changed --data \\S*sql --set a=… --set b=…")
                .doesNotContain("swordfish");

        cli.migration("shop", "002_u.sql", "SELECT nope;", "");
        Cli.Result migration = cli.run("setup", "--changed");
        assertThat(migration.exit()).isEqualTo(4);
        assertThat(migration.said()).contains("mend sql/shop/002_u.sql, then: bailiwick setup --changed");
    }

    @Test
    void aValueThatWasLeftOutIsNoValue() {
        Cli.Result pasted = cli.run("setup", "shop", "--set", "site=…");

        assertThat(pasted.exit()).isEqualTo(2);
        assertThat(pasted.said()).contains("--set site=… stands for a value that was left out");
    }

    @Test
    void seedsOfARequiredDomainThatNeverRanAreMentioned() {
        String note = "domain public has seeds that never ran here: bailiwick seed public";
        cli.succeeds("migrate", "public");

        assertThat(cli.succeeds("setup", "shop", "--dry-run").said()).containsOnlyOnce(note);
        assertThat(cli.succeeds("setup", "shop").said()).containsOnlyOnce(note);
        cli.succeeds("seed", "public");
        assertThat(cli.succeeds("setup", "shop").said()).doesNotContain("never ran");
    }

    /** The second domain's schema can't be made: the first one is applied by then. */
    @Test
    void whatIsRefusedInTheSecondDomainSaysWhatTheFirstOneGot() {
        cli.file("sql/public/domain.properties", "guard=off\n");
        cli.migration(
                "public", "002_q.sql", "CREATE SCHEMA shop; CREATE TABLE shop.schema_migrations_catalog (x int);", "");

        Cli.Result refused = cli.run("setup");

        assertThat(refused.exit()).as(refused.err()).isEqualTo(4);
        assertThat(refused.said())
                .contains("nothing more was run; 2 migrations are applied by this command")
                .doesNotContain("nothing was run");
    }
}
