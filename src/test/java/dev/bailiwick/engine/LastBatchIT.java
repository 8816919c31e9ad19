package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Batch numbers that a person has written into the history. */
class LastBatchIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @Test
    void whereNoNumberIsLeftNothingIsRun() {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("UPDATE shop.schema_migrations SET batch = 2147483647 WHERE filename = '002_b.sql'");
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        String mend = "UPDATE shop.schema_migrations SET batch = 2 WHERE batch = 2147483647;";
        assertThat(refused.said())
                .contains("the row of 002_b.sql in shop.schema_migrations has batch 2147483647")
                .contains("nothing was run in shop")
                .contains(mend);
        assertThat(db.query("SELECT to_regclass('shop.c')")).isEmpty();
        Cli.Result status = cli.run("status", "--exit-code");
        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out()).contains(mend);
        db.execute(mend);
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT string_agg(batch::text, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("1 2 3");
    }

    @Test
    void belowZeroTheNextIsTheFirst() {
        Cli cli = Cli.in(folder).on(db).migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("UPDATE shop.schema_migrations SET batch = -7");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT string_agg(batch::text, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("-7 1");
    }
}
