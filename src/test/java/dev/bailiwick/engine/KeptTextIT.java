package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The text that a history keeps is run only where it is the one that was applied. */
class KeptTextIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
        for (int i = 1; i <= 3; i++) {
            cli.migration("shop", "00" + i + "_t.sql", "CREATE TABLE t" + i + " ();", "DROP TABLE t" + i + ";");
        }
    }

    private void changed(String filename) {
        db.execute("UPDATE shop.schema_migrations SET source = replace(source, 'DROP TABLE t3', 'DROP TABLE t1')"
                + " WHERE filename = '" + filename + "'");
    }

    private String kept(String filename) {
        return db.query("SELECT md5(source) FROM shop.schema_migrations WHERE filename = '" + filename + "'");
    }

    private String checksum(String filename) {
        return db.query("SELECT checksum FROM shop.schema_migrations WHERE filename = '" + filename + "'");
    }

    private void bothAreSaid(Cli.Result result) {
        assertThat(result.err())
                .contains(
                        "sql/shop/003_t.sql can't be rolled back",
                        "has checksum " + kept("003_t.sql"),
                        "what was applied has " + checksum("003_t.sql"),
                        "bailiwick mark shop 003_t.sql --pending");
        assertThat(db.query("SELECT to_regclass('shop.t1') IS NOT NULL AND to_regclass('shop.t3') IS NOT NULL"))
                .isEqualTo("t");
    }

    @Test
    void aChangedTextOfAFileThatIsGoneIsNotRun() throws IOException {
        cli.ends(0, "migrate");
        Files.delete(folder.resolve("sql/shop/003_t.sql"));
        changed("003_t.sql");
        for (String how : new String[] {
            "rollback shop --yes",
            "rollback shop --to 002 --yes",
            "rollback shop --all --yes",
            "rollback shop --dry-run",
            "rollback shop --yes --use-files",
            "reset shop --yes"
        }) {
            bothAreSaid(cli.ends(3, how.split(" ")));
        }
        db.execute("UPDATE shop.schema_migrations SET source = replace(source, 'DROP TABLE t1', 'DROP TABLE t3')");
        cli.ends(0, "rollback", "shop", "--to", "002", "--yes");
    }

    @Test
    void aChangedTextOfAFileThatWasEditedIsNotRun() {
        cli.ends(0, "migrate");
        cli.migration("shop", "003_t.sql", "CREATE TABLE t3 (n integer);", "DROP TABLE IF EXISTS t3;");
        changed("003_t.sql");
        bothAreSaid(cli.ends(3, "redo", "shop", "--yes"));
        Cli.Result refused = cli.ends(3, "rollback", "shop", "--yes");
        bothAreSaid(refused);
        assertThat(refused.err()).contains("bailiwick rollback shop --use-files");
        cli.ends(0, "rollback", "shop", "--yes", "--use-files", "--steps", "1");
    }

    @Test
    void carriageReturnsAMarkAndNonAsciiLettersAreTheSameText() throws IOException {
        Files.writeString(
                folder.resolve("sql/shop/003_t.sql"),
                "\uFEFF-- migrate:up\r\nCREATE TABLE t3 (); -- \u00e9\u20ac\r\n-- migrate:down\r\nDROP TABLE t3;\r\n");
        cli.ends(0, "migrate");
        Files.delete(folder.resolve("sql/shop/003_t.sql"));
        cli.ends(0, "rollback", "shop", "--steps", "1", "--yes");
        db.execute("UPDATE shop.schema_migrations SET checksum = upper(checksum) WHERE filename = '002_t.sql';"
                + " UPDATE shop.schema_migrations SET checksum = 'MANUAL' WHERE filename = '001_t.sql'");
        Files.delete(folder.resolve("sql/shop/002_t.sql"));
        Files.delete(folder.resolve("sql/shop/001_t.sql"));
        cli.ends(0, "rollback", "shop", "--all", "--yes");
    }
}
