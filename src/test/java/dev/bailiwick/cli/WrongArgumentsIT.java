package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What wrong arguments get, and that nothing was run. */
class WrongArgumentsIT {
    private static final TestDatabase DATABASE = TestDatabase.empty();
    private static final String A = "20251205000001_a.sql";
    private static final String B = "20251205000002_b.sql";
    private static final String C = "20251205000003_c.sql";

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(DATABASE)
                .migration("inventory", A, "CREATE TABLE a ();", "DROP TABLE a;")
                .migration("inventory", B, "CREATE TABLE b ();", "DROP TABLE b;")
                .migration("inventory", C, "CREATE TABLE c ();", "DROP TABLE c;");
    }

    private Said run(String... arguments) {
        return Said.of(cli.run(arguments));
    }

    @AfterEach
    void clean() {
        DATABASE.execute("DROP SCHEMA IF EXISTS inventory CASCADE; DROP TABLE IF EXISTS public.schema_migrations,"
                + " public.schema_migrations_log");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private Said line(String arguments) {
        return run(arguments.split(" "));
    }

    /** A and B in batches 1 and 2; C stays pending. */
    private void migrateTwo() {
        line("migrate inventory --next").succeeds(A);
        line("migrate inventory --next").succeeds(B);
    }

    private String tables() {
        return DATABASE.query("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class"
                + " WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'inventory')");
    }

    private String schemas() {
        return DATABASE.query("SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace"
                + " WHERE nspname IN ('inventory', 'public')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrat | migrat | migrate",
                "rolback inventory | rolback | rollback",
                "staus | staus | status",
                "migrate --dryrun | --dryrun | --dry-run",
                "migrate --allow-out-of-ordr | --allow-out-of-ordr | --allow-out-of-order",
                "rollback inventory --step 1 | --step | --steps",
                "status --jsn | --jsn | --json",
            })
    void whatIsMistypedGetsASuggestion(String line, String typed, String meant) {
        line(line).fails(2, typed, meant, "nothing was run", "bailiwick help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollback | DOMAIN",
                "redo | DOMAIN",
                "repair | DOMAIN",
                "baseline | DOMAIN",
                "mark inventory | FILE",
                "mark inventory 20251205000001_a.sql | --applied",
                "mark inventory 20251205000001_a.sql --applied --pending | --applied",
                "rollback inventory --steps 1 --all | --steps",
                "rollback inventory --to 20251205 --batch 1 | --to",
                "rollback inventory --batch 1 --all | --batch",
                "rollback inventory public | public",
                "rollback inventory --steps | --steps",
                "rollback inventory --steps two | two",
                "migrate inventory --count two | two",
                "migrate inventory --count | --count",
                "migrate inventory --to | --to",
                "migrate --set site_code | site_code",
                "migrate --url | --url",
                "db nosuch | nosuch",
                "db | start, stop, status, url, psql",
            })
    void whatIsMissingOrTooMuchIsNamed(String line, String what) {
        line(line).fails(2, what);
        assertThat(schemas()).isEqualTo("public");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrate --set Site=1 | --set Site: a name is lower-case letters, digits and _",
                "migrate --set site-code=1 | --set site-code: a name is",
                "migrate --set =1 | --set",
                "migrate --lock-timeout 5parsecs | --lock-timeout 5parsecs is no time",
                "migrate --statement-timeout -1 | --statement-timeout",
                "migrate --lock-timeout 99999999999999s | --lock-timeout 99999999999999s is no time",
                "rollback inventory --steps 0 | --steps 0 takes nothing back",
                "rollback inventory --steps -1 | --steps -1 takes nothing back",
                "rollback inventory --batch 99 | nothing of batch 99 is applied in inventory",
                "rollback inventory --batch 0 | nothing of batch 0 is applied in inventory",
                "migrate inventory --count 0 | --count 0",
                "migrate inventory --count -1 | --count -1",
                "migrate inventory --next --count 2 | --next and --count both say where to stop",
                "migrate inventory --next --to 20251205000002 | --next and --to both say where to stop",
                "migrate inventory --to 20261205 | --to 20261205 names no migration in inventory",
                "migrate inventory --to 20251205 | --to 20251205 can mean 3 files in inventory",
                "rollback inventory --to 20261205 | --to 20261205 names no migration in inventory",
                "migrate inventory inventory --next | --to, --next and --count need exactly one domain",
                "mark inventory 20261205_x.sql --applied | 20261205_x.sql names no migration in inventory",
                "baseline inventory --to 20261205 | --to 20261205 names no migration in inventory",
                "baseline inventory | baseline needs --to",
                "repair inventory --done | --done is said of one file",
                "repair inventory 20251205000001_a.sql --done --retry | --retry",
            })
    void aWrongValueIsNamed(String line, String what) {
        line(line).fails(2, what);
        assertThat(schemas()).isEqualTo("public");
        migrateTwo();
        line(line).fails(2, what);
        assertThat(tables()).isEqualTo("a,b,schema_migrations,schema_migrations_catalog,schema_migrations_log");
        assertThat(DATABASE.query("SELECT count(*) FROM inventory.schema_migrations"))
                .isEqualTo("2");
    }

    @Test
    void aFileThatIsNotThereGetsTheNearest() {
        migrateTwo();
        line("migrate inventory --to 20251205000003_d.sql").fails(2, "did you mean " + C + "?");
        line("rollback inventory --to 20251205000001_d.sql").fails(2, "did you mean " + A + "?");
        line("mark inventory 20251205000003_d.sql --applied").fails(2, "did you mean " + C + "?");
        line("repair inventory 20251205000001_d.sql").fails(2, "did you mean " + A + "?");
    }

    @Test
    void upToAnAppliedFileIsNothingToDo() {
        migrateTwo();
        line("migrate inventory --to " + A).succeeds("nothing to do");
        line("migrate inventory --to " + B).succeeds("nothing to do");
        line("migrate inventory --to 20251205000002").succeeds("nothing to do");
        assertThat(tables()).isEqualTo("a,b,schema_migrations,schema_migrations_catalog,schema_migrations_log");
    }

    @Test
    void aRollbackToWhatIsNotAppliedIsRefused() {
        migrateTwo();
        line("rollback inventory --to " + C).fails(2, "--to " + C + " is not applied in inventory");
        line("rollback inventory --to " + B).succeeds("nothing to roll back");
        assertThat(tables()).isEqualTo("a,b,schema_migrations,schema_migrations_catalog,schema_migrations_log");
    }

    @Test
    void moreStepsThanThereAreTakeAll() {
        migrateTwo();
        line("rollback inventory --steps 99").succeeds("no more than 2 applied in inventory");
        assertThat(tables()).isEqualTo("schema_migrations,schema_migrations_catalog,schema_migrations_log");
        line("rollback inventory --steps 1").succeeds("nothing is applied in inventory");
    }

    @Test
    void aPathIsADomainToo() {
        line("migrate sql/inventory/ --next").succeeds(A);
        line("migrate ./sql/inventory --next").succeeds(B);
        line("migrate inventory inventory").succeeds(C);
        line("migrate inventory sql/inventory").succeeds("nothing to do");
        line("rollback sql/inventory/ --all").succeeds(C, B, A);
        assertThat(DATABASE.query("SELECT string_agg(filename || batch, ' ' ORDER BY id)"
                        + " FROM inventory.schema_migrations_log WHERE action = 'apply'"))
                .isEqualTo(A + "1 " + B + "2 " + C + "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dry-run", "--dry-run --sql", "--sql", "--dry-run --json", "--dry-run --quiet"})
    void aDryRunLeavesNothing(String options) {
        line("migrate " + options).succeeds();
        assertThat(schemas()).isEqualTo("public");
        line("rollback inventory --all " + options).succeeds();
        assertThat(schemas()).isEqualTo("public");
        line("migrate").succeeds();
        line("rollback inventory --all " + options).succeeds();
        assertThat(tables()).isEqualTo("a,b,c,schema_migrations,schema_migrations_catalog,schema_migrations_log");
    }

    @Test
    void theSqlOfADryRunIsTheFiles() {
        Cli.Result result = cli.run("migrate", "--dry-run", "--sql");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "-- sql/inventory/" + A, "CREATE TABLE a ();", "-- sql/inventory/" + B, "CREATE TABLE b ();")
                .doesNotContain("DROP TABLE");
        migrateTwo();
        result = cli.run("rollback", "inventory", "--all", "--dry-run", "--sql");
        assertThat(result.out())
                .containsSubsequence("-- sql/inventory/" + B, "DROP TABLE b;", "-- sql/inventory/" + A, "DROP TABLE a;")
                .doesNotContain("CREATE TABLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | migrate --json --nonsense",
                "2 | migrate --nonsense --json",
                "2 | --json migrat",
                "2 | rollback --json",
                "2 | migrate nosuch --json",
                "2 | migrate --json --lock-timeout 5parsecs",
                "2 | rollback inventory --json --batch 99",
                "2 | status nosuch --json",
                "2 | validate nosuch --json",
                "2 | mark inventory nosuch.sql --applied --json",
                "2 | repair nosuch --json",
                "2 | redo nosuch --json",
                "2 | baseline inventory --json",
                "2 | verify nosuch --json",
                "6 | migrate --json --url postgresql://nobody:secret@127.0.0.1:1/x",
                "6 | status --json --url postgresql://nobody:secret@127.0.0.1:1/x",
                "6 | validate --json --url postgresql://nobody:secret@127.0.0.1:1/x",
                "6 | connection --json --url postgresql://nobody:secret@127.0.0.1:1/x",
                "2 | db --json nosuch",
            })
    void aFailureInJsonIsOneDocument(int exit, String line) throws IOException {
        Cli.Result result = cli.run(line.split(" "));
        assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).doesNotContain("secret");
        List<String> fields = fields(result.out());
        assertThat(fields)
                .contains("/exit_code=" + exit, "/ok=false", "/failures/where=null", "/failures/postgresql=null")
                .anyMatch(field -> field.startsWith("/failures/what="))
                .anyMatch(field -> field.startsWith("/failures/state="))
                .anyMatch(field -> field.startsWith("/failures/next="))
                .anyMatch(field -> field.startsWith("/command="));
    }

    @Test
    void aFailureOfSqlInJsonHasAllFiveThings() throws IOException {
        cli.migration("inventory", B, "CREATE TABLE b ();\n  SELECT * FROM nosuch;", "DROP TABLE b;");
        Cli.Result result = cli.run("migrate", "--json");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEmpty();
        assertThat(fields(result.out()))
                .contains(
                        "/exit_code=4",
                        "/command=migrate",
                        "/steps/file=" + A,
                        "/failures/where/file=sql/inventory/" + B,
                        "/failures/where/line=3",
                        "/failures/where/column=17",
                        "/failures/where/line_text=  SELECT * FROM nosuch;",
                        "/failures/postgresql/sqlstate=42P01",
                        "/failures/postgresql/message=relation \"nosuch\" does not exist")
                .anyMatch(field -> field.startsWith("/failures/state=rolled back"))
                .anyMatch(
                        field -> field.startsWith("/failures/next=") && field.contains("bailiwick migrate inventory"));
    }

    @Test
    void noticesAndNotesDontSpoilJson() throws IOException {
        cli.migration("inventory", A, "DO $$ BEGIN RAISE WARNING 'careful \"now\"'; END $$;", "SELECT 1;");
        cli.migration("public", A, "SELECT 1;", "SELECT 1;");
        for (String line : List.of(
                "migrate inventory --json --verbose",
                "status --json",
                "validate --json",
                "rollback inventory --all --json",
                "migrate --dry-run --json",
                "migrate --dry-run --sql --json")) {
            Cli.Result result = cli.run(line.split(" "));
            assertThat(result.exit()).as(result.toString()).isZero();
            assertThat(result.err()).as(line).isEmpty();
            assertThat(fields(result.out())).contains("/exit_code=0", "/ok=true");
        }
    }

    /** Every value of one document with its way to it: {@code /failures/what=…}; fails where it is no such thing. */
    private static List<String> fields(String json) throws IOException {
        List<String> fields = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    path.addLast(
                            parser.getParsingContext().getParent().getCurrentName() == null
                                    ? ""
                                    : parser.getParsingContext().getParent().getCurrentName());
                } else if (token == JsonToken.END_OBJECT) {
                    path.removeLast();
                } else if (token.isScalarValue()) {
                    fields.add(parser.getParsingContext()
                                    .pathAsPointer()
                                    .toString()
                                    .replaceAll("/\\d+(?=/|$)", "") + "=" + parser.getText());
                }
            }
        }
        assertThat(path).isEmpty();
        return fields;
    }
}
