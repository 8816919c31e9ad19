package dev.bailiwick.engine.check;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was changed by hand since the last run is seen, whatever it is, and nothing else is. */
@Timeout(60)
class DriftIT {
    private static final String FIRST = "20260101000001_first.sql";
    private static final String SECOND = "20260101000002_second.sql";

    private static final String UP = """
            CREATE TABLE drugs (id int PRIMARY KEY, code varchar(20) NOT NULL, note text);
            COMMENT ON TABLE drugs IS 'Drugs';
            CREATE TYPE form AS ENUM ('tablet', 'capsule');
            CREATE DOMAIN amount AS numeric CHECK (VALUE > 0);
            CREATE SEQUENCE numbers;
            CREATE VIEW names AS SELECT code FROM drugs;
            CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$
            BEGIN
                -- first
                RETURN 1;
            END $$;
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TABLE logs (at timestamptz) PARTITION BY RANGE (at);
            """;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void migrated() {
        cli = Cli.in(folder).on(db).migration("inventory", FIRST, UP, "");
        assertThat(cli.run("migrate", "inventory").exit()).isZero();
    }

    @Test
    void anUntouchedSchemaIsAsTheLastRunLeftIt() {
        db.execute("INSERT INTO inventory.drugs VALUES (1, 'a'); SELECT nextval('inventory.numbers'); ANALYZE;"
                + " CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.t (id int)");

        Cli.Result drift = cli.run("drift", "inventory", "--exit-code");

        assertThat(drift.out()).contains("inventory: as the last run left it");
        assertThat(drift.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "CREATE INDEX by_hand ON inventory.drugs (code) ! + CREATE INDEX by_hand ON inventory.drugs USING btree (code)",
                "ALTER TABLE inventory.drugs ADD size int DEFAULT 7 ! + COLUMN size integer DEFAULT 7",
                "ALTER TABLE inventory.drugs DROP note ! - COLUMN note text",
                "ALTER TABLE inventory.drugs ALTER note SET NOT NULL ! + COLUMN note text NOT NULL",
                "ALTER TABLE inventory.drugs ALTER note TYPE varchar(30) ! + COLUMN note character varying(30)",
                "ALTER TABLE inventory.drugs ALTER id ADD GENERATED ALWAYS AS IDENTITY ! GENERATED ALWAYS AS IDENTITY",
                "ALTER TABLE inventory.drugs ADD g int GENERATED ALWAYS AS (id * 2) STORED ! + COLUMN g integer GENERATED ALWAYS AS ((id * 2)) STORED",
                "ALTER TABLE inventory.drugs ADD CHECK (id > 0) NOT VALID ! + CONSTRAINT drugs_id_check CHECK ((id > 0)) NOT VALID",
                "ALTER TABLE inventory.drugs ALTER note SET STORAGE EXTERNAL ! STORAGE EXTERNAL",
                "ALTER TABLE inventory.drugs ALTER note SET STATISTICS 500 ! STATISTICS 500",
                "ALTER TABLE inventory.drugs ALTER note SET (n_distinct = 5) ! SET (n_distinct=5)",
                "ALTER TABLE inventory.drugs SET (fillfactor = 70) ! WITH (fillfactor=70)",
                "ALTER TABLE inventory.drugs SET UNLOGGED ! + CREATE UNLOGGED TABLE inventory.drugs",
                "ALTER TABLE inventory.drugs ENABLE ROW LEVEL SECURITY ! + ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE inventory.drugs REPLICA IDENTITY FULL ! + REPLICA IDENTITY FULL",
                "ALTER TABLE inventory.drugs CLUSTER ON drugs_pkey ! CLUSTER",
                "CREATE POLICY p ON inventory.drugs USING (id > 1) ! + POLICY p AS PERMISSIVE FOR ALL TO PUBLIC USING ((id > 1))",
                "CREATE TRIGGER t BEFORE UPDATE ON inventory.drugs FOR EACH ROW EXECUTE FUNCTION inventory.stamp() ! + CREATE TRIGGER t BEFORE UPDATE",
                "CREATE RULE r AS ON DELETE TO inventory.drugs DO INSTEAD NOTHING ! + CREATE RULE r AS",
                "GRANT SELECT ON inventory.drugs TO pg_monitor ! + GRANT SELECT TO pg_monitor",
                "GRANT UPDATE (note) ON inventory.drugs TO pg_monitor ! + GRANT UPDATE (note) TO pg_monitor",
                "REVOKE EXECUTE ON FUNCTION inventory.one() FROM PUBLIC ! + REVOKE EXECUTE FROM PUBLIC",
                "ALTER TABLE inventory.drugs OWNER TO pg_monitor ! + OWNER TO pg_monitor",
                "COMMENT ON TABLE inventory.drugs IS NULL ! - COMMENT IS 'Drugs'",
                "COMMENT ON COLUMN inventory.drugs.code IS 'x' ! + COMMENT ON COLUMN code IS 'x'",
                "COMMENT ON INDEX inventory.drugs_pkey IS 'x' ! + COMMENT ON INDEX drugs_pkey IS 'x'",
                "ALTER TYPE inventory.form ADD VALUE 'syrup' ! + CREATE TYPE inventory.form AS ENUM ('tablet', 'capsule', 'syrup')",
                "ALTER DOMAIN inventory.amount SET NOT NULL ! + CREATE DOMAIN inventory.amount AS numeric NOT NULL",
                "ALTER DOMAIN inventory.amount DROP CONSTRAINT amount_check ! - CONSTRAINT amount_check CHECK",
                "ALTER SEQUENCE inventory.numbers INCREMENT 5 CACHE 9 ! + CREATE SEQUENCE inventory.numbers INCREMENT BY 5 CACHE 9",
                "CREATE OR REPLACE VIEW inventory.names AS SELECT code FROM inventory.drugs WHERE id > 1 ! id > 1);",
                "CREATE OR REPLACE FUNCTION inventory.one() RETURNS int LANGUAGE plpgsql AS $$\\nBEGIN\\n    -- first\\n    RETURN 2;\\nEND $$ ! +    RETURN 2;",
                "CREATE TABLE inventory.logs_2026 PARTITION OF inventory.logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') ! + CREATE TABLE inventory.logs_2026 PARTITION OF inventory.logs FOR VALUES FROM",
                "CREATE STATISTICS inventory.s ON id, code FROM inventory.drugs ! statistics inventory.s (new)",
                "CREATE MATERIALIZED VIEW inventory.m AS SELECT 1 ! materialized view inventory.m (new)",
                "CREATE COLLATION inventory.c (locale = 'C') ! collation inventory.c (new)",
                "CREATE AGGREGATE inventory.total (int) (SFUNC = int4pl, STYPE = int) ! + CREATE AGGREGATE inventory.total(integer) (SFUNC = int4pl",
                "CREATE TYPE inventory.pair AS (a int, b text) ! + ATTRIBUTE b text",
                "CREATE TYPE inventory.span AS RANGE (SUBTYPE = int) ! + CREATE TYPE inventory.span AS RANGE (SUBTYPE = integer",
                "CREATE OPERATOR inventory.=== (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int) ! operator inventory.===(integer,integer) (new)",
                "CREATE TEXT SEARCH CONFIGURATION inventory.thai (COPY = simple) ! text search configuration inventory.thai (new)",
                "CREATE EXTENSION pg_trgm SCHEMA inventory ! extension pg_trgm (new)",
                "CREATE PUBLICATION p FOR TABLE inventory.drugs ! + IN PUBLICATION p",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA inventory GRANT SELECT ON TABLES TO pg_monitor ! ALTER DEFAULT PRIVILEGES FOR ROLE",
                "GRANT USAGE ON SCHEMA inventory TO pg_monitor ! + GRANT USAGE TO pg_monitor",
                "COMMENT ON SCHEMA inventory IS 'x' ! + COMMENT IS 'x'",
                "DROP TABLE inventory.logs ! table inventory.logs (gone)",
            })
    void everyChangeIsShown(String byHand, String shown) {
        db.execute(byHand.replace("\\n", "\n"));

        Cli.Result drift = cli.run("drift", "inventory", "--exit-code");

        assertThat(drift.out()).contains("inventory: ").contains(shown).contains("bailiwick drift inventory --accept");
        assertThat(drift.exit()).isEqualTo(3);
    }

    @Test
    void columnsInAnotherOrderAreOnlyTold() {
        db.execute("ALTER TABLE inventory.drugs ADD again text; UPDATE inventory.drugs SET again = note;"
                + " ALTER TABLE inventory.drugs DROP note; ALTER TABLE inventory.drugs ADD note text;"
                + " ALTER TABLE inventory.drugs DROP again; ALTER TABLE inventory.drugs DROP code CASCADE;"
                + " ALTER TABLE inventory.drugs ADD code varchar(20) NOT NULL;"
                + " CREATE VIEW inventory.names AS SELECT code FROM inventory.drugs");

        Cli.Result drift = cli.run("drift", "inventory", "--exit-code");

        assertThat(drift.out()).contains("(the same columns in another order)");
        assertThat(drift.exit()).isZero();
    }

    @Test
    void whatIsAcceptedIsNoDriftAnyMore() {
        db.execute("CREATE INDEX by_hand ON inventory.drugs (code)");

        assertThat(cli.run("drift", "inventory", "--accept").exit()).isZero();

        assertThat(cli.run("drift", "inventory", "--exit-code").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM inventory.schema_migrations_catalog"))
                .isEqualTo("1");
    }

    @Test
    void migrateWarnsBeforeItStarts() {
        db.execute("CREATE INDEX by_hand ON inventory.drugs (code)");
        cli.migration("inventory", SECOND, "ALTER TABLE drugs ADD size int", "");

        Cli.Result migrate = cli.run("migrate", "inventory");

        assertThat(migrate.err())
                .contains("schema inventory was changed by hand since the last run: table inventory.drugs")
                .contains("bailiwick drift inventory");
        assertThat(migrate.exit()).isZero();
        assertThat(cli.run("drift", "inventory", "--exit-code").exit()).isZero();
    }

    @Test
    void migrateCanRefuseDrift() {
        db.execute("CREATE INDEX by_hand ON inventory.drugs (code)");
        cli.migration("inventory", SECOND, "ALTER TABLE drugs ADD size int", "");

        Cli.Result migrate = cli.run("migrate", "inventory", "--refuse-drift");

        assertThat(migrate.exit()).isEqualTo(3);
        assertThat(migrate.err()).contains("+ CREATE INDEX by_hand").contains("nothing was run");
        assertThat(db.query("SELECT count(*) FROM inventory.schema_migrations")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback inventory", "redo inventory", "reset inventory"})
    void everyRunThatChangesSomethingLeavesADescription(String command) {
        cli.migration("inventory", FIRST, "CREATE TABLE drugs (id int)", "DROP TABLE drugs");
        db.execute("DROP SCHEMA inventory CASCADE");
        cli.run("migrate", "inventory");

        assertThat(cli.run(command.split(" ")).exit()).isZero();

        assertThat(cli.run("drift", "inventory", "--exit-code").out()).contains("as the last run left it");
    }

    @Test
    void whatStandsAfterAFailureIsDescribedToo() {
        cli.migration("inventory", SECOND, "ALTER TABLE drugs ADD size int", "")
                .migration("inventory", "20260101000003_third.sql", "SELECT 1 / 0", "");

        assertThat(cli.run("migrate", "inventory").exit()).isEqualTo(4);

        assertThat(cli.run("drift", "inventory", "--exit-code").out()).contains("as the last run left it");
    }

    @Test
    void aRunThatCouldNotDescribeWhatItLeftIsNotTakenForDrift() {
        db.execute("UPDATE inventory.schema_migrations_catalog SET last_log_id = 0");
        db.execute("CREATE INDEX by_hand ON inventory.drugs (code)");
        cli.migration("inventory", SECOND, "ALTER TABLE drugs ADD size int", "");

        assertThat(cli.run("drift", "inventory").out())
                .contains("the history went on after that, so some of this may come from it: apply " + FIRST);
        assertThat(cli.run("migrate", "inventory").err()).doesNotContain("by hand");
    }

    @Test
    void nothingToDoDescribesNothing() {
        String before = db.query("SELECT xmin FROM inventory.schema_migrations_catalog");

        assertThat(cli.run("migrate", "inventory").exit()).isZero();

        assertThat(db.query("SELECT xmin FROM inventory.schema_migrations_catalog"))
                .isEqualTo(before);
    }

    @Test
    void aDomainWithoutADescriptionHasNothingToCompareWith() {
        db.execute("DROP TABLE inventory.schema_migrations_catalog");

        Cli.Result drift = cli.run("drift", "--exit-code");

        assertThat(drift.out())
                .contains("inventory: nothing to compare with")
                .contains("no run has described this schema yet");
        assertThat(drift.exit()).isZero();
        assertThat(cli.run("drift", "inventory", "--accept").exit()).isZero();
        assertThat(cli.run("drift", "inventory").out()).contains("as the last run left it");
    }

    @Test
    void aRoleThatMayNotKeepADescriptionIsTold() {
        String role = db.createRole("migrator");
        db.execute(
                "GRANT USAGE ON SCHEMA inventory TO \"" + role + "\"; GRANT ALL ON ALL TABLES IN SCHEMA inventory TO \""
                        + role + "\"; GRANT ALL ON ALL SEQUENCES IN SCHEMA inventory TO \"" + role + "\";"
                        + " DROP TABLE inventory.schema_migrations_catalog");
        cli.migration("inventory", SECOND, "SELECT 1", "");

        Cli.Result migrate = cli.run("migrate", "inventory", "--url", db.url(role));

        assertThat(migrate.exit()).isZero();
        assertThat(migrate.err())
                .contains("could not be kept for later comparison")
                .contains("permission denied for schema inventory");
    }

    @Test
    void twoDatabasesAreCompared() {
        try (TestDatabase other = TestDatabase.empty()) {
            Cli there = Cli.in(folder).on(other);
            assertThat(there.run("migrate", "inventory").exit()).isZero();
            assertThat(cli.run("drift", "--against", other.url(), "--exit-code").exit())
                    .isZero();
            other.execute("ALTER TABLE inventory.drugs ADD extra int");

            Cli.Result drift = cli.run("drift", "inventory", "--against", other.url(), "--exit-code");

            assertThat(drift.exit()).isEqualTo(3);
            assertThat(drift.out())
                    .contains("1 object differs in the other database")
                    .contains("+ COLUMN extra integer");
        }
    }

    @Test
    void anOtherDatabaseThatDoesNotAnswerIsSaid() {
        Cli.Result drift = cli.run("drift", "--against", "postgresql://nobody:geheim99@127.0.0.1:1/x");

        assertThat(drift.exit()).isEqualTo(6);
        assertThat(drift.err()).doesNotContain("geheim99");
    }
}
