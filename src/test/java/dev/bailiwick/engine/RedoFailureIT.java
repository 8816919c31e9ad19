package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a redo whose way up fails behind a way down that stands. */
class RedoFailureIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Cli.Result redone(String up) {
        Cli cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
        cli.file("sql/shop/001_t.sql", text("CREATE TABLE t ();"));
        assertThat(cli.run("migrate").exit()).isZero();
        cli.file("sql/shop/001_t.sql", text(up));
        return cli.run("redo", "shop", "--yes");
    }

    private static String text(String up) {
        return "-- migrate:up transaction:false\n" + up
                + "\n-- migrate:down transaction:false\nDROP TABLE IF EXISTS shop.t;\n";
    }

    @Test
    void itsOwnWayDownIsNoFileBeforeIt() {
        Cli.Result result = redone("SELECT 1 / 0;");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(4);
        assertThat(result.err())
                .contains("nothing of it stands; it was taken back before, and stays so")
                .doesNotContain("before it in this run");
    }

    @Test
    void norIsItWhereAPartStands() {
        Cli.Result result = redone("CREATE TABLE t ();\nSELECT 1 / 0;");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(5);
        assertThat(result.err())
                .contains("1 of its 2 statements is done and stands", "; it was taken back before, and stays so")
                .doesNotContain("before it in this run");
    }
}
