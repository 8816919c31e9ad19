package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the sequences of a history are behind its rows, as in data that was restored, corrections set them right. */
class RestoredSequencesIT {
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

    private static final String BEHIND = "ALTER TABLE shop.schema_migrations_log ALTER id RESTART WITH 1;";

    private void goesOn() {
        cli.migration("shop", "004_t.sql", "CREATE TABLE t4 ();", "DROP TABLE t4;");
        cli.ends(0, "migrate");
        cli.ends(0, "validate");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("4");
        assertThat(db.query("SELECT filename FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .isEqualTo("004_t.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE shop.schema_migrations",
                "TRUNCATE shop.schema_migrations RESTART IDENTITY",
                "DELETE FROM shop.schema_migrations WHERE filename = '002_t.sql'",
                "DELETE FROM shop.schema_migrations WHERE filename = '003_t.sql';"
                        + " ALTER TABLE shop.schema_migrations ALTER id RESTART WITH 1",
                "DROP TABLE shop.schema_migrations"
            })
    void rowsComeBackFromTheLog(String lost) {
        cli.ends(0, "migrate");
        db.execute(BEHIND + lost);
        cli.ends(0, "repair", "shop", "--from-log", "--yes");
        goesOn();
    }

    @Test
    void entriesComeBackFromTheHistory() {
        cli.ends(0, "migrate");
        db.execute("DELETE FROM shop.schema_migrations_log WHERE filename = '001_t.sql';" + BEHIND);
        cli.ends(0, "repair", "shop", "--from-history", "--yes");
        goesOn();
    }

    @Test
    void aBaselineIsWritten() {
        cli.ends(0, "migrate", "--next");
        cli.ends(0, "rollback", "shop", "--yes");
        db.execute(BEHIND + "CREATE TABLE shop.t1 (); CREATE TABLE shop.t2 (); CREATE TABLE shop.t3 ()");
        cli.ends(0, "baseline", "shop", "--to", "003", "--yes");
        goesOn();
    }

    @Test
    void anAdoptionIsWritten() {
        cli.ends(0, "migrate", "--next");
        cli.ends(0, "rollback", "shop", "--yes");
        db.execute(BEHIND + "CREATE TABLE shop.t1 (); CREATE TABLE shop.t2 (); CREATE TABLE shop.t3 ();"
                + " CREATE TABLE public.schema_migrations (version varchar(128) PRIMARY KEY);"
                + " INSERT INTO public.schema_migrations VALUES ('001'), ('002'), ('003')");
        cli.ends(0, "adopt", "shop", "--from", "dbmate", "--yes");
        goesOn();
    }
}
