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

/** Logical replication of all tables: ours have what it needs, also those that an earlier version made. */
@Timeout(120)
class PublicationIT {
    private static final String KEY =
            "SELECT string_agg(a.attname, ',') FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum ="
                    + " ANY (i.indkey) WHERE i.indrelid = 'shop.schema_migrations_catalog'::regclass AND i.indisprimary";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .file("sql/shop/seeds/1.sql", "SELECT 1;");
    }

    private void everythingRuns() {
        for (String command : new String[] {
            "setup",
            "drift --accept",
            "drift shop",
            "rollback shop",
            "migrate",
            "redo shop",
            "mark shop 001 --pending",
            "baseline shop --to 001 --yes",
            "drift --accept"
        }) {
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.exit())
                    .as(command + "\n" + result.out() + result.err())
                    .isZero();
            assertThat(result.said()).as(command).doesNotContain("could not be kept", "replica identity");
        }
    }

    @Test
    void aNewInstallation() {
        db.execute("CREATE PUBLICATION everything FOR ALL TABLES");

        everythingRuns();

        assertThat(db.query(KEY)).isEqualTo("last_log_id");
    }

    @Test
    void anOlderInstallationGetsItsKeyByTheNextRunAndTheOlderVersionCanStillWriteIt() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("ALTER TABLE shop.schema_migrations_catalog DROP CONSTRAINT schema_migrations_catalog_pkey");
        db.execute("CREATE PUBLICATION everything FOR ALL TABLES");

        everythingRuns();

        assertThat(db.query(KEY)).isEqualTo("last_log_id");
        // As version 0.1.0 does it.
        db.execute("BEGIN; CREATE TEMP TABLE was AS TABLE shop.schema_migrations_catalog;"
                + " DELETE FROM shop.schema_migrations_catalog;"
                + " INSERT INTO shop.schema_migrations_catalog (client, tool_version, last_log_id, server_version, format,"
                + " hash, objects, parts, definitions) SELECT client, tool_version, last_log_id, server_version, format,"
                + " hash, objects, parts, definitions FROM was; COMMIT");
        assertThat(cli.run("drift", "shop", "--exit-code").exit()).isZero();
    }

    @Test
    void whoDoesNotOwnTheTableLeavesItAsItIs() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("ALTER TABLE shop.schema_migrations_catalog DROP CONSTRAINT schema_migrations_catalog_pkey");
        String role = db.createRole("member");
        db.execute("GRANT USAGE, CREATE ON SCHEMA shop TO " + role);
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA shop TO " + role);
        db.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA shop TO " + role);
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");

        Cli.Result result = cli.on(db.url(role)).run("migrate");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.said()).doesNotContain("could not be kept");
    }
}
