package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Histories that other tools made (see {@code src/test/resources/histories}) become ours, and stay as they are. */
class AdoptIT {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    private static final String ROWS = """
            SELECT filename, batch, applied_by, execution_time_ms FROM inventory.%s ORDER BY id
            """;

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void aDomain() {
        cli = Cli.in(folder).on(database).file("sql/inventory/domain.properties", "requires=\n");
        database.execute("CREATE SCHEMA inventory");
    }

    private static String theirs(String path) {
        try {
            return Files.readString(HISTORIES.resolve(path));
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private Cli ours(String name, String path) {
        return cli.migration("inventory", name, theirs(path), "SELECT 1;");
    }

    /** The same from a file that holds both ways, with the tool's own markers. */
    private void converted(String name, String path) {
        cli.file(
                "sql/inventory/" + name,
                ("-- migrate:up\n" + theirs(path))
                        .replace("-- +goose Up\n", "")
                        .replaceAll("-- (\\+goose Down|//@UNDO)", "-- migrate:down"));
    }

    /** Refused without a yes, taken over with it, nothing to do behind it; every row of theirs is where and what it was. */
    private Cli.Result adopted(String tool, String table, String... options) {
        String rows = "SELECT ctid, xmin, t.* FROM " + table + " AS t ORDER BY ctid";
        String before = database.query(rows);
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"adopt", "inventory", "--from", tool}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        assertThat(cli.run(command).exit()).isEqualTo(3);
        assertThat(database.query("SELECT to_regclass('inventory.schema_migrations_log')"))
                .isEmpty();

        String[] yes = java.util.Arrays.copyOf(command, command.length + 1);
        yes[command.length] = "--yes";
        Cli.Result result = cli.run(yes);
        assertThat(result.err().lines()).allMatch(line -> line.startsWith("note: "));
        assertThat(result.exit()).isZero();
        assertThat(cli.run(yes).out()).startsWith("nothing to do");
        assertThat(database.query(rows)).isEqualTo(before);
        return result;
    }

    private String history() {
        return database.query(ROWS.formatted("schema_migrations"));
    }

    private String pending() {
        String out = cli.run("status", "inventory", "--json").out();
        assertThat(cli.run("validate", "inventory").exit()).isZero();
        return out.lines()
                .filter(line -> line.contains("\"file\":") || line.contains("\"state\":"))
                .map(line -> line.replaceAll(".*: \"|\",?", ""))
                .reduce("", (all, word) -> all + (word.endsWith(".sql") ? word + " " : word + "\n"));
    }

    @Test
    void flyway() {
        database.execute(theirs("flyway.sql"));
        ours("001_create_drugs.sql", "flyway/V1__create_drugs.sql");
        ours("002_add_dosage_form.sql", "flyway/V2__add_dosage_form.sql");
        ours("003_index_drug_names.sql", "flyway/V2.1__index_drug_names.sql");
        cli.file(
                "sql/inventory/004_unique_drug_codes.sql",
                "-- migrate:up transaction:false\n" + theirs("flyway/V3__unique_drug_codes.sql")
                        + "-- migrate:down\nDROP INDEX drugs_code_key;\n");
        assertThat(adopted("flyway", "inventory.flyway_schema_history").out())
                .contains("001_create_drugs.sql      version   agrees")
                .contains("003_index_drug_names.sql  name      agrees")
                .contains("left out: 3: failed there")
                .contains("left out: R__orderable_drugs.sql: repeatable");
        assertThat(pending()).isEqualTo("""
                001_create_drugs.sql applied
                002_add_dosage_form.sql applied
                003_index_drug_names.sql applied
                004_unique_drug_codes.sql pending
                """);
        assertThat(history()).isEqualTo("""
                001_create_drugs.sql|0|postgres|7
                002_add_dosage_form.sql|0|postgres|1
                003_index_drug_names.sql|0|postgres|5""");
        assertThat(database.query("""
                SELECT count(*) FROM inventory.schema_migrations AS ours
                JOIN inventory.flyway_schema_history AS theirs
                    ON theirs.installed_on = ours.applied_at AT TIME ZONE current_setting('log_timezone')
                """)).isEqualTo("3");
    }

    @Test
    void flywayWithABaselineCountsWhatWasThereBefore() {
        database.execute(theirs("flyway-baseline.sql"));
        ours("001_create_drugs.sql", "flyway-baseline/V1__create_drugs.sql");
        ours("002_create_units.sql", "flyway-baseline/V2__create_units.sql");
        ours("003_create_lots.sql", "flyway-baseline/V3__create_lots.sql");
        ours("004_create_orders.sql", "flyway-baseline/V3__create_lots.sql");
        assertThat(adopted("flyway", "inventory.flyway_schema_history").out())
                .contains("2       001_create_drugs.sql  up to")
                .contains("2       002_create_units.sql  up to")
                .contains("3       003_create_lots.sql   version   agrees");
        assertThat(pending()).endsWith("003_create_lots.sql applied\n004_create_orders.sql pending\n");
    }

    @Test
    void knex() {
        database.execute(theirs("knex.sql"));
        String name = "20260112080000_index_drug_codes.sql";
        cli.migration("inventory", "20260105090000_create_drugs.sql", "SELECT 1;", "SELECT 1;");
        cli.migration("inventory", "20260105091000_add_dosage_form.sql", "SELECT 2;", "SELECT 1;");
        cli.migration("inventory", name, "SELECT 3;", "SELECT 1;");
        cli.migration("inventory", "20260119080000_create_lots.sql", "SELECT 4;", "SELECT 1;");
        adopted("knex", "public.knex_migrations");
        assertThat(pending()).contains(name + " applied\n20260119080000_create_lots.sql pending\n");
        assertThat(database.query("SELECT filename, batch FROM inventory.schema_migrations ORDER BY id"))
                .isEqualTo("""
                        20260105090000_create_drugs.sql|1
                        20260105091000_add_dosage_form.sql|1
                        20260112080000_index_drug_codes.sql|2""");
        assertThat(cli.run("rollback", "inventory", "--dry-run").out())
                .contains("index_drug_codes")
                .doesNotContain("dosage");
    }

    @Test
    void liquibase() {
        database.execute(theirs("liquibase.sql"));
        ours("001_create_drugs.sql", "liquibase/changes/001_create_drugs.sql");
        ours("002_index_drug_codes.sql", "liquibase/changes/002_index_drug_codes.sql");
        ours("003_drop_legacy.sql", "liquibase/changes/003_drop_legacy.sql");
        ours("004_orderable_drugs.sql", "liquibase/changes/004_orderable_drugs.sql");
        ours("005_create_lots.sql", "liquibase/changes/005_create_lots.sql");
        Cli.Result result = adopted("liquibase", "public.databasechangelog");
        assertThat(result.err()).containsOnlyOnce("(MARK_RAN): make sure that what 003_drop_legacy.sql makes is there");
        assertThat(result.out())
                .contains(
                        "changes/001_create_drugs.sql::drugs::somchai, changes/001_create_drugs.sql::drug-forms::somchai")
                .contains("unverifiable");
        assertThat(pending()).isEqualTo("""
                001_create_drugs.sql applied
                002_index_drug_codes.sql applied
                003_drop_legacy.sql applied
                004_orderable_drugs.sql applied
                005_create_lots.sql pending
                """);
    }

    @Test
    void liquibaseByTheIdsOfItsChangesets() {
        database.execute(theirs("liquibase.sql"));
        cli.migration("inventory", "010_drugs.sql", "SELECT 1;", "SELECT 1;");
        cli.migration("inventory", "011_drug_forms.sql", "SELECT 1;", "SELECT 1;");
        cli.migration("inventory", "012_index_drug_codes.sql", "SELECT 1;", "SELECT 1;");
        cli.migration("inventory", "013_drop_legacy.sql", "SELECT 1;", "SELECT 1;");
        cli.migration("inventory", "014_view.sql", "SELECT 1;", "SELECT 1;");
        adopted("liquibase", "public.databasechangelog");
        assertThat(pending()).doesNotContain("pending");
    }

    @Test
    void dbmate() {
        database.execute(theirs("dbmate.sql"));
        for (String name : new String[] {
            "20260105090000_create_drugs",
            "20260105091000_add_dosage_form",
            "20260112080000_index_drug_codes",
            "20260119080000_create_lots"
        }) {
            cli.file("sql/inventory/" + name + ".sql", theirs("dbmate/" + name + ".sql"));
        }
        adopted("dbmate", "public.schema_migrations");
        assertThat(pending()).contains("drug_codes.sql applied\n20260119080000_create_lots.sql pending\n");
    }

    @Test
    void goose() {
        database.execute(theirs("goose.sql"));
        converted("00001_create_drugs.sql", "goose/00001_create_drugs.sql");
        converted("00002_add_dosage_form.sql", "goose/00002_add_dosage_form.sql");
        converted("00003_create_lots.sql", "goose/00003_create_lots.sql");
        assertThat(adopted("goose", "public.goose_db_version").out()).contains("left out: 3: rolled back there");
        assertThat(pending()).isEqualTo("""
                00001_create_drugs.sql applied
                00002_add_dosage_form.sql applied
                00003_create_lots.sql pending
                """);
    }

    @Test
    void golangMigrate() {
        database.execute(theirs("golang-migrate.sql"));
        ours("000001_create_drugs.sql", "golang-migrate/000001_create_drugs.up.sql");
        ours("000002_add_dosage_form.sql", "golang-migrate/000002_add_dosage_form.up.sql");
        ours("000003_create_lots.sql", "golang-migrate/000003_create_lots.up.sql");
        adopted("golang-migrate", "public.schema_migrations");
        assertThat(pending()).isEqualTo("""
                000001_create_drugs.sql applied
                000002_add_dosage_form.sql applied
                000003_create_lots.sql pending
                """);
    }

    @Test
    void mybatis() {
        database.execute(theirs("mybatis.sql"));
        converted("20260105090000_create_drugs.sql", "mybatis/20260105090000_create_drugs.sql");
        converted("20260105091000_add_dosage_form.sql", "mybatis/20260105091000_add_dosage_form.sql");
        converted("20260112080000_index_drug_codes.sql", "mybatis/20260112080000_index_drug_codes.sql");
        converted("20260119080000_create_lots.sql", "mybatis/20260119080000_create_lots.sql");
        assertThat(adopted("mybatis", "public.changelog").out())
                .contains("left out: 20260101000000: makes the tool's own table");
        assertThat(pending()).contains("drug_codes.sql applied\n20260119080000_create_lots.sql pending\n");
    }

    @Test
    void sqitch() {
        database.execute(theirs("sqitch.sql"));
        String body = theirs("sqitch/deploy/create_drugs.sql");
        cli.file("sql/inventory/001_create_drugs.sql", "-- migrate:up\n" + body + "\n-- migrate:down irreversible\n");
        ours("002_add_dosage_form.sql", "sqitch/deploy/add_dosage_form.sql");
        ours("003_index_drug_codes.sql", "sqitch/deploy/create_drugs.sql");
        ours("004_create_lots.sql", "sqitch/deploy/create_lots.sql");
        String rows = "SELECT ctid, xmin, t.* FROM sqitch.changes AS t ORDER BY ctid";
        String before = database.query(rows);
        Cli.Result result = cli.run("adopt", "inventory", "--from", "sqitch", "--yes");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).startsWith("note: the text of 003_index_drug_codes.sql is not what sqitch ran");
        assertThat(result.out())
                .containsPattern("inventory:create_drugs +001_create_drugs.sql +name +agrees")
                .containsPattern("inventory:add_dosage_form +002_add_dosage_form.sql +name +agrees")
                .containsPattern("inventory:index_drug_codes +003_index_drug_codes.sql +name +differs");
        assertThat(database.query(rows)).isEqualTo(before);
        assertThat(pending()).contains("003_index_drug_codes.sql applied\n004_create_lots.sql pending\n");
        assertThat(history()).startsWith("001_create_drugs.sql|0|Malee|0\n");
    }

    @Test
    void aTableOfOnesOwn() {
        database.execute("CREATE TABLE public.patches (file text)");
        database.execute("INSERT INTO public.patches VALUES ('001_a.sql'), ('002_b.sql')");
        cli.migration("inventory", "001_a.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "002_b.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "003_c.sql", "SELECT 1;", "SELECT 1;");
        adopted("plain", "public.patches", "--table", "public.patches", "--column", "file");
        assertThat(pending()).isEqualTo("001_a.sql applied\n002_b.sql applied\n003_c.sql pending\n");
    }

    @Test
    void aPersonsWord() {
        cli.migration("inventory", "001_a.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "002_b.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "003_c.sql", "SELECT 1;", "SELECT 1;");
        assertThat(cli.run("adopt", "inventory", "--from", "plain", "--to", "002", "--yes", "--reason", "bought")
                        .exit())
                .isZero();
        assertThat(pending()).isEqualTo("001_a.sql applied\n002_b.sql applied\n003_c.sql pending\n");
        assertThat(database.query("SELECT DISTINCT action, message FROM inventory.schema_migrations_log"))
                .isEqualTo("adopt|everything up to 002_b.sql was there; bought");
    }

    /** One history for the whole database, and two domains that its files were sorted into. */
    @Test
    void eachDomainTakesWhatIsItsOwn() {
        database.execute(theirs("dbmate.sql"));
        cli.file("sql/hr/domain.properties", "requires=\n")
                .migration("hr", "20260105090000_create_drugs.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "20260105091000_add_dosage_form.sql", "SELECT 2;", "SELECT 1;")
                .migration("inventory", "20260112080000_index_drug_codes.sql", "SELECT 3;", "SELECT 1;");
        assertThat(adopted("dbmate", "public.schema_migrations").out())
                .contains("left out: 20260105090000: is sql/hr/20260105090000_create_drugs.sql");
        assertThat(cli.run("adopt", "hr", "--from", "dbmate", "--yes").exit()).isZero();
        assertThat(cli.run("status", "--exit-code").exit()).isZero();
    }

    @Test
    void whatIsKeptUnderOurOwnNameIsAdoptedIntoATableOfAnother() {
        database.execute(theirs("dbmate.sql").replace("public.", "inventory."));
        for (String version : new String[] {"20260105090000", "20260105091000", "20260112080000"}) {
            cli.migration("inventory", version + "_x.sql", "SELECT 1;", "SELECT 1;");
        }
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "dbmate", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("echo 'table=bailiwick_migrations' >> sql/inventory/domain.properties")
                .contains("bailiwick adopt inventory --from dbmate");
        cli.file("sql/inventory/domain.properties", "requires=\ntable=bailiwick_migrations\n");
        assertThat(cli.run("adopt", "inventory", "--from", "dbmate", "--yes").exit())
                .isZero();
        assertThat(database.query("SELECT count(*) FROM inventory.bailiwick_migrations"))
                .isEqualTo("3");
        assertThat(cli.run("status", "--exit-code").exit()).isZero();
    }

    @Test
    void anEntryWithoutAFileStopsItUnlessAPersonLeavesItOut() {
        database.execute(theirs("flyway.sql"));
        ours("001_create_drugs.sql", "flyway/V1__create_drugs.sql");
        ours("003_index_drug_names.sql", "flyway/V2.1__index_drug_names.sql");
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "flyway", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("Flyway has applied 2, and no file here has its version or its name");
        assertThat(database.query("SELECT to_regclass('inventory.schema_migrations')"))
                .isEmpty();
        assertThat(cli.run("adopt", "inventory", "--from", "flyway", "--ignore", "2", "--yes")
                        .exit())
                .isZero();
        assertThat(pending()).isEqualTo("001_create_drugs.sql applied\n003_index_drug_names.sql applied\n");
    }

    @Test
    void aHistoryOfOursIsNeverMixedWithTheirs() {
        database.execute(theirs("golang-migrate.sql"));
        cli.migration("inventory", "000001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        assertThat(cli.run("migrate", "inventory").exit()).isZero();
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("domain inventory has a history of its own already: 1 file");
        assertThat(history()).startsWith("000001_a.sql|1|");
    }

    /** Whoever types migrate first in a database that has everything already gets a failure, of which nothing stands. */
    @Test
    void aFailureThatWasRolledBackIsNoHistory() {
        database.execute(theirs("golang-migrate.sql"));
        database.execute("CREATE TABLE inventory.a ()");
        cli.migration("inventory", "000001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        assertThat(cli.run("migrate", "inventory").exit()).isEqualTo(4);
        assertThat(cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes")
                        .exit())
                .isZero();
        assertThat(database.query("SELECT filename, success FROM inventory.schema_migrations ORDER BY id"))
                .isEqualTo("000001_a.sql|t\n000002_b.sql|t");
    }

    @Test
    void aConnectionThatBreaksLeavesAllOrNothingAndSaysSo() {
        database.execute(theirs("golang-migrate.sql"));
        cli.migration("inventory", "000001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        try (CutProxy proxy = CutProxy.to(database.host(), database.port())) {
            CutProxy.Trap trap = proxy.at(CutProxy.Side.CLIENT, "'adopt'").cutAfter();
            Cli.Result result = Cli.in(folder)
                    .on(database.urlAt(proxy.port()))
                    .run("adopt", "inventory", "--from", "golang-migrate", "--yes");
            assertThat(trap.sprung()).isTrue();
            assertThat(result.exit()).isEqualTo(6);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("all of the correction stands, or nothing of it")
                    .doesNotContain("nothing else was run");
        }
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations"))
                .isIn("0", "2");
        assertThat(cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes")
                        .exit())
                .isZero();
        assertThat(cli.run("status", "--exit-code").exit()).isZero();
    }

    @Test
    void aRowThatATriggerSwallowsIsNotTakenOver() {
        cli.migration("inventory", "001_a.sql", "SELECT 1;", "SELECT 1;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "inventory").exit()).isZero();
        database.execute("CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                + " CREATE TRIGGER swallow BEFORE INSERT ON inventory.schema_migrations"
                + " FOR EACH ROW EXECUTE FUNCTION swallow()");
        Cli.Result result = cli.run("adopt", "inventory", "--from", "plain", "--to", "001", "--yes");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("keeps the history from being written");
    }

    @Test
    void theLastFileIsNamedAsEverywhereElse() {
        cli.migration("inventory", "001_a.sql", "SELECT 1;", "SELECT 1;")
                .migration("inventory", "002_add_form.sql", "SELECT 1;", "SELECT 1;");
        assertThat(cli.run("adopt", "inventory", "--from", "plain", "--to", "002_ad", "--dry-run")
                        .exit())
                .isZero();
        assertThat(cli.run("adopt", "inventory", "--from", "plain", "--to", "002_ad_form.sql")
                        .said())
                .contains("did you mean 002_add_form.sql?");
    }

    @Test
    void whatTheToolItselfDoesNotKnowIsNotTakenOver() {
        database.execute(theirs("golang-migrate.sql"));
        database.execute("UPDATE public.schema_migrations SET dirty = true");
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("public.schema_migrations is dirty at version 2");
    }

    private String refused(String... command) {
        Cli.Result result = cli.run(command);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(database.query("SELECT to_regclass('inventory.schema_migrations')"))
                .isEmpty();
        return result.said();
    }

    @Test
    void whatIsBeforeAVersionIsTakenOverThoughTheVersionIsIgnored() {
        database.execute(theirs("golang-migrate.sql"));
        database.execute("UPDATE public.schema_migrations SET version = 3");
        cli.migration("inventory", "000001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        assertThat(refused("adopt", "inventory", "--from", "golang-migrate", "--yes"))
                .contains("no file here has this version; files of versions before it count as applied")
                .contains("says of 2 files here that they are applied");
        adopted("golang-migrate", "public.schema_migrations", "--ignore", "3");
        assertThat(pending()).isEqualTo("000001_a.sql applied\n000002_b.sql applied\n");
    }

    @Test
    void anUndoThatFailedThereIsDoubtful() {
        database.execute(theirs("flyway.sql"));
        ours("001_create_drugs.sql", "flyway/V1__create_drugs.sql");
        ours("002_add_dosage_form.sql", "flyway/V2__add_dosage_form.sql");
        ours("003_index_drug_names.sql", "flyway/V2.1__index_drug_names.sql");
        database.execute("INSERT INTO inventory.flyway_schema_history (installed_rank, version, description, type,"
                + " script, installed_by, execution_time, success)"
                + " VALUES (90, '2', 'add dosage form', 'UNDO_SQL', 'U2__x.sql', 'postgres', 1, false)");
        assertThat(refused("adopt", "inventory", "--from", "flyway", "--yes"))
                .contains("Flyway itself doesn't know what stands of 2")
                .contains("2: its undo failed")
                .contains("bailiwick adopt inventory --from flyway --ignore 2");
        adopted("flyway", "inventory.flyway_schema_history", "--ignore", "2");
        assertThat(cli.run("status").out()).containsPattern("out of order +002_add_dosage_form.sql");
    }

    @Test
    void whileTheirsIsLockedNothingIsTakenOver() {
        database.execute(theirs("knex.sql"));
        database.execute("UPDATE public.knex_migrations_lock SET is_locked = 1");
        assertThat(refused("adopt", "inventory", "--from", "knex", "--yes"))
                .contains("knex is locked: public.knex_migrations_lock says that a run of it is under way")
                .contains("knex migrate:unlock");
        database.execute(theirs("liquibase.sql"));
        database.execute("UPDATE public.databasechangeloglock SET locked = true");
        assertThat(refused("adopt", "inventory", "--from", "liquibase", "--yes"))
                .contains("Liquibase is locked: public.databasechangeloglock")
                .contains("liquibase release-locks");
    }

    @Test
    void whatWasMarkedAsRunThereIsSaid() {
        database.execute(theirs("liquibase.sql"));
        database.execute("UPDATE public.databasechangelog SET exectype = 'MARK_RAN' WHERE id = 'drugs'");
        ours("001_create_drugs.sql", "liquibase/changes/001_create_drugs.sql");
        Cli.Result result = cli.run("adopt", "inventory", "--from", "liquibase", "--ignore", "*", "--dry-run");
        assertThat(result.err()).doesNotContain("MARK_RAN");
        result = cli.run(
                "adopt",
                "inventory",
                "--from",
                "liquibase",
                "--ignore",
                "changes/002*",
                "--ignore",
                "changes/003*",
                "--ignore",
                "changes/004*",
                "--dry-run");
        assertThat(result.err())
                .contains("Liquibase never ran changes/001_create_drugs.sql::drugs::somchai, and marked it as run");
    }

    @Test
    void whatWasRolledBackSinceIsNotTakenOverAgain() {
        database.execute(theirs("golang-migrate.sql"));
        cli.migration("inventory", "000001_a.sql", "CREATE TABLE a ();", "DROP TABLE IF EXISTS a;");
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE IF EXISTS b;");
        adopted("golang-migrate", "public.schema_migrations");
        assertThat(cli.run("rollback", "inventory", "--steps", "2").exit()).isZero();
        Cli.Result result = cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said())
                .contains("2 migrations were taken over before, and taken back since")
                .containsPattern("000002_b.sql was taken over on .*Z, and rolled back by Bailiwick on .*Z")
                .contains("bailiwick migrate inventory");
        assertThat(history()).isEmpty();
        assertThat(cli.run("migrate", "inventory").exit()).isZero();
        assertThat(cli.run("adopt", "inventory", "--from", "golang-migrate", "--yes")
                        .out())
                .startsWith("nothing to do");
    }

    @Test
    void aWordThatLeavesOutNothingIsASlip() {
        database.execute(theirs("dbmate.sql"));
        Cli.Result result = cli.run("adopt", "inventory", "--from", "dbmate", "--ignore", "20260105090001", "--yes");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.said())
                .contains("--ignore 20260105090001: public.schema_migrations has no such entry")
                .contains("did you mean 20260105090000?");
    }

    @Test
    void entriesWithoutFilesAreOneRefusalAndPendingFilesAHandful() {
        database.execute(theirs("dbmate.sql"));
        for (int i = 1; i < 30; i++) {
            cli.migration("inventory", "2027%04d_x.sql".formatted(i), "SELECT 1;", "SELECT 1;");
        }
        assertThat(refused("adopt", "inventory", "--from", "dbmate", "--yes"))
                .contains("dbmate has applied 3 entries that no file here is known to be")
                .doesNotContain("errors");
        cli.migration("inventory", "20260105090000_y.sql", "SELECT 1;", "SELECT 1;");
        assertThat(cli.run(
                                "adopt",
                                "inventory",
                                "--from",
                                "dbmate",
                                "--ignore",
                                "20260105091000",
                                "--ignore",
                                "20260112080000",
                                "--dry-run")
                        .out())
                .contains("20270008_x.sql and 21 more");
    }

    @Test
    void theToolIsNotGuessed() {
        Cli.Result result = cli.run("adopt", "inventory", "--yes");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.said())
                .doesNotContain("--from flyway")
                .containsPattern("next: .*adopt inventory --from TOOL --yes");
        assertThat(cli.run("--dir", ".", "adopt", "inventory", "--yes").said())
                .contains("bailiwick --dir . adopt inventory --from TOOL --yes");
    }

    @Test
    void aTableThatIsNoHistoryIsNotSaidToBeMissing() {
        assertThat(refused("adopt", "inventory", "--from", "knex", "--table", "pg_class", "--yes"))
                .contains("pg_catalog.pg_class is not knex's history: its columns are oid, relname,")
                .doesNotContain("there is no pg_class");
    }

    @Test
    void severalTablesAreToBeChosenFrom() {
        database.execute(theirs("flyway.sql"));
        database.execute("CREATE SCHEMA hr");
        database.execute(theirs("flyway.sql").replace("inventory.", "hr."));
        ours("001_create_drugs.sql", "flyway/V1__create_drugs.sql");
        ours("002_add_dosage_form.sql", "flyway/V2__add_dosage_form.sql");
        ours("003_index_drug_names.sql", "flyway/V2.1__index_drug_names.sql");
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "flyway", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("2 tables in this database can be Flyway's")
                .contains("bailiwick adopt inventory --from flyway --table hr.flyway_schema_history");
        assertThat(cli.run("adopt", "inventory", "--from", "flyway", "--table", "hr.flyway_schema_history", "--yes")
                        .exit())
                .isZero();
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations_log"
                        + " WHERE message LIKE 'flyway, hr.flyway_schema_history: %'"))
                .isEqualTo("3");
    }

    @Test
    void aTableThatMayNotBeReadIsNamedWithItsGrant() {
        database.execute(theirs("flyway.sql"));
        ours("001_create_drugs.sql", "flyway/V1__create_drugs.sql");
        String role = database.createRole("reader");
        database.execute("GRANT USAGE, CREATE ON SCHEMA inventory TO " + role);
        Cli.Result refused = cli.on(database.url(role)).run("adopt", "inventory", "--from", "flyway", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("GRANT SELECT ON \"inventory\".\"flyway_schema_history\" TO \"" + role + "\";");
    }

    @Test
    void whoMayNotCreateTheTrackingTableIsToldWhatIsMissing() {
        database.execute(theirs("golang-migrate.sql"));
        cli.migration("inventory", "000002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        String role = database.createRole("reader");
        database.execute("GRANT USAGE ON SCHEMA inventory TO " + role);
        database.execute("GRANT SELECT ON public.schema_migrations TO " + role);
        Cli.Result refused = cli.on(database.url(role)).run("adopt", "inventory", "--from", "golang-migrate", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("GRANT USAGE, CREATE ON SCHEMA \"inventory\" TO \"" + role + "\";");
    }

    /** Version 1 of a numbering with dots is not our 001, however alike they look. */
    @Test
    void numbersThatMeanSomethingElseAreNotTakenForVersions() {
        database.execute(theirs("flyway.sql"));
        ours("001_create_units.sql", "flyway/V1__create_drugs.sql");
        Cli.Result refused = cli.run("adopt", "inventory", "--from", "flyway", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("Flyway has applied 3 entries that no file here is known to be: 1, 2, 2.1");
    }

    /** Needs a pg_dump on the PATH that is as new as the server; an older one is refused with what it says. */
    @Test
    void aDumpStandsForFilesThatCannotBeConverted() {
        database.execute(theirs("knex.sql").replace("public.", "inventory."));
        database.execute("CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL)");
        database.execute("CREATE FUNCTION inventory.f() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; END");
        cli.file("sql/inventory/README.md", "");
        Cli.Result result = cli.run("adopt", "inventory", "--from", "knex", "--dump", "--yes");
        if (result.exit() == 3) {
            assertThat(result.said()).containsAnyOf("there is no pg_dump on the PATH", "version mismatch");
            assertThat(folder.resolve("sql/inventory/20260112080000_as_knex_left_it.sql"))
                    .doesNotExist();
            return;
        }
        assertThat(result.exit()).isZero();
        assertThat(pending()).isEqualTo("20260112080000_as_knex_left_it.sql applied\n");
        assertThat(folder.resolve("sql/inventory/20260112080000_as_knex_left_it.sql"))
                .content()
                .contains("CREATE TABLE inventory.drugs")
                .doesNotContain("knex_migrations");
        database.execute("DROP SCHEMA inventory CASCADE");
        assertThat(cli.run("migrate", "inventory").exit()).isZero();
        assertThat(database.query("SELECT inventory.f()")).isEqualTo("1");
    }
}
