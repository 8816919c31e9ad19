package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a role or a database, under which the server writes definitions otherwise, are no drift, whoever has them. */
@Timeout(60)
class DriftSettingsIT {
    private static final String UP = """
            CREATE TYPE kind AS ENUM ('a', 'b');
            CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
            CREATE TABLE drugs (
                id int PRIMARY KEY CHECK (twice(id) > 0),
                at timestamptz NOT NULL DEFAULT '2020-03-04 05:06:07+00',
                day date DEFAULT '2020-03-04' CHECK (day > '1999-12-31'),
                span interval DEFAULT '1 year 2 mons -3 days 04:05:06',
                raw bytea DEFAULT '\\x00ff'::bytea,
                rate float8 DEFAULT 0.1::float8 + '0.30000000000000004'::float8,
                small float4 DEFAULT '0.1234567'::float4,
                price money DEFAULT '12.50'::money,
                k kind DEFAULT 'a'
            );
            CREATE INDEX i ON drugs (twice(id)) WHERE at > '2021-01-01 00:00:00+00';
            CREATE VIEW v AS SELECT id, at, twice(id) AS t FROM drugs WHERE span > '1 day' AND price > '1.5'::money;
            CREATE TABLE logs (at timestamptz) PARTITION BY RANGE (at);
            CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2021-01-01 00:00:00+00');
            CREATE RULE r AS ON UPDATE TO v DO INSTEAD NOTHING;
            CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TRIGGER g BEFORE UPDATE ON drugs FOR EACH ROW WHEN (new.at > '2020-01-01 00:00:00+00') EXECUTE FUNCTION g();
            CREATE FUNCTION body() RETURNS timestamptz BEGIN ATOMIC SELECT '2020-01-01 00:00:00+00'::timestamptz; END;
            """;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quote_all_identifiers = on",
                "search_path = inventory",
                "search_path = inventory, public, pg_catalog",
                "DateStyle = 'German'",
                "DateStyle = 'SQL, DMY'",
                "IntervalStyle = 'iso_8601'",
                "IntervalStyle = 'sql_standard'",
                "bytea_output = 'escape'",
                "extra_float_digits = -8",
                "TimeZone = 'Asia/Bangkok'",
                "lc_monetary = 'C.UTF-8'",
                "lc_numeric = 'C.UTF-8'",
                "lc_time = 'C.UTF-8'",
                "xmloption = 'document'",
                "xmlbinary = 'hex'",
                "escape_string_warning = off",
                "client_min_messages = debug1",
                "plan_cache_mode = force_generic_plan"
            })
    void aSettingIsNoDriftWhetherItComesOrGoes(String setting) {
        Cli cli = Cli.in(folder).on(db).migration("inventory", "001_first.sql", UP, "");
        assertThat(cli.run("migrate", "-q").exit()).isZero();
        db.execute("ALTER DATABASE " + db.name() + " SET " + setting);

        isAsItWas(cli);
        // The other way round: described under it, looked at without it.
        Cli.Result second = cli.migration("inventory", "002_second.sql", "CREATE VIEW w AS SELECT * FROM v;", "")
                .run("migrate", "--refuse-drift");
        assertThat(second.exit()).as(second.out() + second.err()).isZero();
        db.execute("ALTER DATABASE " + db.name() + " RESET ALL");
        isAsItWas(cli);
    }

    private static void isAsItWas(Cli cli) {
        Cli.Result drift = cli.run("drift", "inventory", "--exit-code");
        assertThat(drift.out()).contains("inventory: as the last run left it");
        assertThat(drift.exit()).as(drift.out()).isZero();
    }
}
