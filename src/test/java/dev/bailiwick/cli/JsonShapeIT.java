package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The fields of each command's document, with their types: what a script may rely on. Fields may be added here. */
class JsonShapeIT {
    private static final String HEAD = """
            bailiwick: string
            command: string
            ok: boolean
            exit_code: integer
            """;

    /** Of a command that changes something, or says what it would change. */
    private static final String CHANGE = HEAD + """
            database.name: string
            database.host: string
            database.port: integer
            database.system_identifier: string
            database.source: string
            """;

    private static final String STEPS = """
            steps[].domain: string
            steps[].file: string
            steps[].path: string
            steps[].direction: string
            steps[].batch: integer
            steps[].statements: integer
            steps[].transaction: boolean
            steps[].execution_time_ms: integer
            steps[].rows_copied: integer
            """;

    private static final String RUN = CHANGE + """
            dry_run: boolean
            notes: list
            domains[].domain: string
            """ + STEPS + """
            failures: list
            """;

    private static final String STATUS = HEAD + """
            notes: list
            domains[].domain: string
            domains[].schema: string
            domains[].table: string
            domains[].has_history: boolean
            domains[].counts.pending: integer
            domains[].counts.applied: integer
            domains[].counts.failed: integer
            domains[].counts.partial: integer
            domains[].counts.edited: integer
            domains[].counts.missing: integer
            domains[].counts.newer: integer
            domains[].counts.out_of_order: integer
            domains[].counts.marked: integer
            domains[].files[].file: string
            domains[].files[].path: string
            domains[].files[].state: string
            domains[].files[].batch: integer|null
            domains[].files[].checksum: string
            domains[].files[].applied_checksum: null|string
            domains[].files[].applied_at: null|string
            domains[].files[].applied_by: null|string
            domains[].files[].execution_time_ms: integer|null
            domains[].files[].error: null|string
            domains[].files[].statements_done: null
            domains[].files[].changes[]: string
            domains[].files[].next[]: string
            steps: list
            failures: list
            """;

    private static final String VALIDATED = HEAD + """
            file_count: integer
            notes[]: string
            domains[].domain: string
            domains[].schema: string
            domains[].table: string
            domains[].requires: list
            steps: list
            """;

    private static final String VERIFIED = HEAD + """
            result.domains[].domain: string
            result.domains[].schema: string
            result.domains[].has_schema: boolean
            result.domains[].owner: string
            result.domains[].tables: integer
            result.domains[].partitions: integer
            result.domains[].views: integer
            result.domains[].functions: integer
            result.domains[].has_history: boolean
            result.domains[].applied: integer
            result.domains[].failed: integer
            result.domains[].half_done: integer
            result.domains[].last_file: string
            result.domains[].last_batch: integer
            result.domains[].last_applied_at: string
            result.domains[].last_applied_by: string
            result.domains[].made_by_no_migration: list
            result.domains[].notes: list
            result.other_schemas[].schema: string
            result.other_schemas[].tables: integer
            notes: list
            domains: list
            steps: list
            """;

    private static final String REFUSAL = """
            failures[].what: string
            failures[].where: null
            failures[].postgresql: null
            failures[].state: string
            failures[].details[]: string
            failures[].next[]: string
            """;

    private static final String LISTS = """
            notes: list
            domains: list
            steps: list
            """;

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void threeFiles() {
        cli = Cli.in(folder)
                .on(database)
                .file("sql/inventory/domain.properties", "requires=\n")
                .migration("inventory", "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;")
                .migration("inventory", "2_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
    }

    @Test
    void whatRunsOrWouldRunHasOneShape() throws IOException {
        assertThat(shape("migrate", "--dry-run")).isEqualTo(RUN);
        assertThat(shape("migrate", "--dry-run", "--sql")).contains(STEPS);
        assertThat(shape("migrate")).isEqualTo(RUN);
        assertThat(shape("redo", "inventory")).isEqualTo(RUN);
        assertThat(shape("rollback", "inventory", "--dry-run")).isEqualTo(RUN);
        assertThat(shape("rollback", "inventory")).isEqualTo(RUN);
        assertThat(shape("mark", "inventory", "1_a.sql", "--applied")).isEqualTo(RUN);
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;");
        assertThat(shape("repair", "inventory", "--yes")).isEqualTo(RUN);
        assertThat(shape("mark", "inventory", "1_a.sql", "--pending")).isEqualTo(RUN);
        String noted = RUN.replace("notes: list", "notes[]: string");
        assertThat(shape("baseline", "inventory", "--to", "2_b.sql", "--dry-run"))
                .isEqualTo(noted);
        assertThat(shape("baseline", "inventory", "--to", "2_b.sql", "--yes")).isEqualTo(noted);
    }

    @Test
    void seedsAreStepsToo() throws IOException {
        cli.file("sql/inventory/seeds/1.sql", "SELECT 1;");
        assertThat(shape("setup", "--dry-run")).isEqualTo(RUN);
        assertThat(shape("setup")).isEqualTo(RUN);
        assertThat(shape("seed", "--dry-run")).isEqualTo(RUN);
        assertThat(shape("seed", "inventory")).isEqualTo(RUN);
        assertThat(shape("reset", "inventory", "--dry-run")).isEqualTo(RUN);
        assertThat(shape("reset", "inventory")).isEqualTo(RUN);
        assertThat(cli.run("reset", "inventory", "--json").out())
                .contains("\"direction\": \"down\"", "\"direction\": \"up\"", "\"direction\": \"seed\"");
        cli.file("sql/inventory/seeds/2.sql", "SELECT 1 / 0;");
        for (String command : new String[] {"seed", "setup", "reset"}) {
            assertThat(shape(command, "inventory"))
                    .startsWith(RUN.replace("failures: list\n", ""))
                    .contains("failures[].where.file: string");
        }
    }

    @Test
    void whatIsTakenOverFromAnotherToolStandsUnderResult() throws IOException {
        database.execute("""
                CREATE TABLE public.knex_migrations (
                    id serial PRIMARY KEY, name text, batch integer, migration_time timestamptz
                );
                INSERT INTO public.knex_migrations (name, batch, migration_time) VALUES ('1_a.ts', 1, now());
                """);
        String adoption = CHANGE + """
                result.dry_run: boolean
                result.domain: string
                result.from: string
                result.table: string
                result.adopted[].file: string
                result.adopted[].entries[]: string
                result.adopted[].known_by: string
                result.adopted[].checksum: string
                result.adopted[].applied_at: string
                result.adopted[].applied_by: null
                result.adopted[].execution_time_ms: integer
                result.adopted[].batch: integer
                result.left_out: list
                result.pending[]: string
                notes: list
                domains: list
                steps: list
                failures: list
                """;
        assertThat(shape("adopt", "inventory", "--from", "knex", "--dry-run")).isEqualTo(adoption);
        assertThat(shape("adopt", "inventory", "--from", "knex"))
                .isEqualTo(adoption.replace("failures: list\n", REFUSAL));
        assertThat(shape("adopt", "inventory", "--from", "knex", "--yes")).isEqualTo(adoption);
        assertThat(shape("adopt", "inventory", "--from", "knex", "--yes")).contains("result.adopted: list\n");
    }

    @Test
    void withNothingToDoTheListsAreEmptyAndThere() throws IOException {
        cli.run("migrate");
        assertThat(shape("migrate")).isEqualTo(CHANGE + """
                dry_run: boolean
                notes: list
                domains[].domain: string
                steps: list
                failures: list
                """);
    }

    @Test
    void statusTellsOfEveryFile() throws IOException {
        cli.run("migrate");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;")
                .migration("inventory", "3_c.sql", "CREATE TABLE c (i integr);", "DROP TABLE c;");
        cli.run("rollback", "inventory", "--steps", "1");
        cli.migration("inventory", "2_b.sql", "CREATE TABLE b (i integr);", "DROP TABLE b;");
        cli.run("repair", "inventory", "--yes");
        cli.run("migrate");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (j int);", "DROP TABLE a;");
        assertThat(shape("status")).isEqualTo(STATUS);
        assertThat(shape("status", "--exit-code")).isEqualTo(STATUS);
    }

    @Test
    void verifyTellsWhatIsThere() throws IOException {
        cli.run("migrate");
        database.execute("CREATE TABLE public.of_nobody ()");
        assertThat(shape("verify")).isEqualTo(VERIFIED + "failures: list\n");
        database.execute("ALTER TABLE inventory.a SET SCHEMA public; CREATE TABLE inventory.c ()");
        assertThat(shape("verify"))
                .isEqualTo(VERIFIED.replace("no_migration: list", "no_migration[]: string")
                        + REFUSAL.replace("details[]: string", "details: list"));
    }

    private static final String NOTHING_RUN = """
            notes: list
            domains: list
            steps: list
            failures: list
            """;

    @Test
    void lintTellsOfEveryFinding() throws IOException {
        assertThat(shape("lint")).isEqualTo(HEAD + """
                result.files: integer
                result.findings[].rule: string
                result.findings[].severity: string
                result.findings[].file: string
                result.findings[].line: integer
                result.findings[].column: integer
                result.findings[].what: string
                result.findings[].fix: string
                """ + NOTHING_RUN);
    }

    @Test
    void aRehearsalTellsOfEveryStatement() throws IOException {
        cli.run("migrate", "inventory", "--next");
        cli.migration("inventory", "2_b.sql", "ALTER TABLE a ADD i int;", "");
        assertThat(shape("rehearse", "inventory")).isEqualTo(HEAD + """
                result.verdict: string
                result.safe: boolean
                result.files[].domain: string
                result.files[].path: string
                result.files[].milliseconds: integer
                result.files[].statements[].line: integer
                result.files[].statements[].column: integer
                result.files[].statements[].sql: string
                result.files[].statements[].milliseconds: integer
                result.files[].statements[].locks_held_ms: integer
                result.files[].statements[].relations[].relation: string
                result.files[].statements[].relations[].kind: string
                result.files[].statements[].relations[].existed: boolean
                result.files[].statements[].relations[].rows_estimated: null
                result.files[].statements[].relations[].bytes: integer
                result.files[].statements[].relations[].lock: string
                result.files[].statements[].relations[].blocks_reads: boolean
                result.files[].statements[].relations[].blocks_writes: boolean
                result.files[].statements[].relations[].rewritten: boolean
                result.files[].statements[].relations[].truncated: boolean
                result.files[].statements[].relations[].dropped: boolean
                result.files[].statements[].relations[].rows_read: integer
                result.files[].statements[].relations[].rows_inserted: integer
                result.files[].statements[].relations[].rows_updated: integer
                result.files[].statements[].relations[].rows_deleted: integer
                result.files[].changes[].object: string
                result.files[].changes[].change: string
                result.files[].changes[].lines[]: string
                result.files[].lint[].rule: string
                result.files[].lint[].severity: string
                result.files[].lint[].file: string
                result.files[].lint[].line: integer
                result.files[].lint[].column: integer
                result.files[].lint[].what: string
                result.files[].lint[].fix: string
                result.not_rehearsed: list
                result.sequences_moved: list
                """ + NOTHING_RUN);
    }

    @Test
    void driftTellsOfEveryObject() throws IOException {
        cli.run("migrate", "inventory");
        database.execute("CREATE INDEX i ON inventory.a ((1))");
        assertThat(shape("drift", "inventory")).isEqualTo(HEAD + """
                result.domains[].domain: string
                result.domains[].drifted: boolean
                result.domains[].described_at: string
                result.domains[].described_by: string
                result.domains[].client: string
                result.domains[].changes[].object: string
                result.domains[].changes[].change: string
                result.domains[].changes[].lines[]: string
                result.domains[].notes: list
                """ + NOTHING_RUN);
    }

    @Test
    void validateHasTheSameShapeWithAndWithoutFindings() throws IOException {
        assertThat(shape("validate")).isEqualTo(VALIDATED + "failures: list\n");
        assertThat(shape("validate", "--offline")).isEqualTo(VALIDATED + "failures: list\n");
        cli.run("migrate");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;");
        assertThat(shape("validate")).isEqualTo(VALIDATED + REFUSAL);
    }

    @Test
    void adoptedFilesAreListedWithWhereTheyCameFrom() throws IOException {
        cli.file("theirs/V1__a.sql", "VACUUM;\n")
                .file("theirs/R__b.sql", "SELECT 1;\n")
                .file("theirs/readme.txt", "");
        String shape = HEAD + """
                result.domain: string
                result.folder: string
                result.tool: string
                result.dry_run: boolean
                result.files[].file: string
                result.files[].path: string
                result.files[].taken_from: string
                result.files[].there_already: boolean
                result.files[].notes[]: string
                result.not_converted[].file: string
                result.not_converted[].why[]: string
                result.left[].file: string
                result.left[].why: string
                notes: list
                domains: list
                steps: list
                failures: list
                """;
        assertThat(shape("adopt", "inventory", "--files", "theirs", "--partial", "--dry-run"))
                .isEqualTo(shape);
        assertThat(shape("adopt", "inventory", "--files", "theirs", "--partial"))
                .isEqualTo(shape);
    }

    @Test
    void sealTellsOfEveryLine() throws IOException {
        String sealed = HEAD + """
                result.dry_run: boolean
                result.manifests[].domain: string
                result.manifests[].path: string
                result.manifests[].file_count: integer
                result.manifests[].put_in_order: boolean
                result.manifests[].lines[].file: string
                result.manifests[].lines[].change: string
                result.manifests[].lines[].checksum: null|string
                result.manifests[].lines[].was: null|string
                notes: list
                domains: list
                steps: list
                failures: list
                """;
        assertThat(shape("seal", "--dry-run"))
                .isEqualTo(sealed.replace("null|string", "string").replace("was: string", "was: null"));
        cli.run("seal");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;")
                .migration("inventory", "3_c.sql", "CREATE TABLE c ();", "DROP TABLE c;");
        Files.delete(folder.resolve("sql/inventory/2_b.sql"));
        assertThat(shape("seal"))
                .startsWith(HEAD + "result.dry_run: boolean\nresult.manifests: list\n")
                .endsWith(REFUSAL.replace("details[]: string", "details: list"));
        assertThat(shape("seal", "--accept", "1_a", "--accept", "2_b")).isEqualTo(sealed);
    }

    @Test
    void aFailureSaysItsFiveThings() throws IOException {
        cli.migration("inventory", "2_b.sql", "INSERT INTO a VALUES (1);", "DROP TABLE b;");
        assertThat(shape("migrate")).isEqualTo(CHANGE + """
                dry_run: boolean
                notes: list
                domains[].domain: string
                """ + STEPS + """
                failures[].what: string
                failures[].where.file: string
                failures[].where.line: integer
                failures[].where.column: integer
                failures[].where.line_text: string
                failures[].postgresql.severity: string
                failures[].postgresql.sqlstate: string
                failures[].postgresql.message: string
                failures[].postgresql.detail: null
                failures[].postgresql.hint: null
                failures[].postgresql.context: null
                failures[].state: string
                failures[].details: list
                failures[].next[]: string
                """);
    }

    @Test
    void whatMakesFilesTellsWhichInItsResult() throws IOException {
        String lists = "notes: list\ndomains: list\nsteps: list\nfailures: list\n";
        assertThat(shape("domain", "hr")).isEqualTo(HEAD + """
                result.domain: string
                result.schema: string
                result.made[]: string
                """ + lists);
        assertThat(shape("new", "hr", "create_employees")).isEqualTo(HEAD + """
                result.domain: string
                result.file: string
                result.path: string
                result.version: string
                result.kind: null
                result.template: string
                result.checksum: string
                result.sealed: boolean
                """ + lists);
        assertThat(shape("completion", "bash"))
                .isEqualTo(HEAD + "result.shell: string\nresult.script: string\n" + lists);
        assertThat(shape("man", "migrate")).isEqualTo(HEAD + "result.page: string\n" + lists);
        assertThat(shape("man", "--to", "pages")).isEqualTo(HEAD + "result.written[]: string\n" + lists);
    }

    @Test
    void whatCameToNothingIsADocumentToo() throws IOException {
        String failure = REFUSAL.replace("details[]: string", "details: list");
        String lists = "notes: list\ndomains: list\nsteps: list\n";
        assertThat(shape("migrate", "nowhere")).isEqualTo(CHANGE + "dry_run: boolean\n" + lists + failure);
        assertThat(shape("status", "nowhere")).isEqualTo(HEAD + lists + failure);
        assertThat(shape("rollback")).isEqualTo(HEAD + "dry_run: boolean\n" + lists + failure);
        assertThat(shape("connection", "--nonsense")).isEqualTo(HEAD + lists + failure);
    }

    @Test
    void aRefusedDryRunIsADryRun() {
        cli.run("migrate");
        cli.migration("inventory", "1_a.sql", "CREATE TABLE a (i int);", "DROP TABLE a;");
        assertThat(cli.run("migrate", "--json", "--dry-run").out()).contains("\"dry_run\": true");
        assertThat(cli.run("migrate", "--json").out()).contains("\"dry_run\": false");
    }

    @Test
    void whatRunsNoFilesHasItsFactsUnderResult() throws IOException {
        assertThat(shape("version")).isEqualTo(result("version: string"));
        assertThat(shape("--version")).isEqualTo(result("version: string"));
        for (String line : new String[] {"", "help", "help migrate", "migrate --help", "db start --help"}) {
            assertThat(shape(line.isEmpty() ? new String[0] : line.split(" ")))
                    .as(line)
                    .isEqualTo(result("text: string"));
        }
        assertThat(shape("wait"))
                .isEqualTo(result(
                        "source: string",
                        "url: string",
                        "ready: boolean",
                        "server_version: string",
                        "attempts: integer",
                        "waited_ms: integer"));
    }

    @Test
    void connectionTellsOfTheServerAndOfEachDomain() throws IOException {
        cli.with("PGHOST", "elsewhere").file("sql/lab/domain.properties", "requires=\nrole=nobody_yet\n");
        assertThat(shape("connection"))
                .isEqualTo(result(
                        "source: string",
                        "url: string",
                        "also_set[]: string",
                        "server_version: string",
                        "standby: boolean",
                        "read_only: boolean",
                        "encoding: string",
                        "time_zone: string",
                        "database: string",
                        "role: string",
                        "acts_as: string",
                        "superuser: boolean",
                        "pooler: boolean",
                        "tls_version: null",
                        "tls_cipher: null",
                        "round_trip_us: integer",
                        "domains[].domain: string",
                        "domains[].schema: string",
                        "domains[].table: string",
                        "domains[].role: null|string",
                        "domains[].has_schema: boolean",
                        "domains[].has_history: boolean",
                        "domains[].may: string",
                        "domains[].lacks[]: string"));
    }

    @Test
    void theEmbeddedServerTellsOfItself() throws IOException {
        assertThat(shape("db", "status"))
                .isEqualTo(result(
                        "version: string",
                        "running: boolean",
                        "pid: null",
                        "port: null",
                        "until_stopped: boolean",
                        "data: string",
                        "exists: boolean",
                        "bytes: integer",
                        "log: string"));
        assertThat(shape("db", "stop")).isEqualTo(result("stopped: string"));
    }

    @Test
    void whatWasFoundBeforeTheFailureStandsInTheResult() throws IOException {
        String failure = REFUSAL.replace("details[]: string", "details: list");
        cli.on("postgresql://u:p@127.0.0.1:1/d");
        assertThat(shape("connection"))
                .isEqualTo(result("source: string", "url: string", "also_set: list")
                        .replace("failures: list\n", failure));
        assertThat(shape("wait", "--timeout", "0s"))
                .isEqualTo(result("source: string", "url: string", "ready: boolean")
                        .replace("failures: list\n", failure));
    }

    @Test
    void everyWrongCallIsADocumentWhereverJsonStands() throws IOException {
        String failure = HEAD + LISTS + REFUSAL.replace("details[]: string", "details: list");
        String ofRun = HEAD + "dry_run: boolean\n" + LISTS + REFUSAL.replace("details[]: string", "details: list");
        for (String line : new String[] {
            "migrat",
            "db",
            "db strat",
            "db psql",
            "db url",
            "help nonsense",
            "status --nonsense",
            "wait --timeout 5",
            "connection --url mysql://x",
            "version more"
        }) {
            assertThat(shape(line.split(" "))).as(line).isEqualTo(failure);
        }
        for (String line :
                new String[] {"migrate --count many", "rollback", "redo", "mark", "repair", "baseline", "mark a b"}) {
            assertThat(shape(line.split(" "))).as(line).isEqualTo(ofRun);
        }
        assertThat(cli.run("db", "strat", "--json").out()).contains("\"command\": \"db\"");
        assertThat(cli.run("db", "url", "--json").out()).contains("\"command\": \"db url\"");
        for (String more : new String[] {"--verbose", "--quiet"}) {
            assertThat(shape("migrate", more)).isEqualTo(RUN);
            cli.run("rollback", "inventory");
        }
    }

    private static String result(String... fields) {
        return HEAD
                + Arrays.stream(fields).map(field -> "result." + field + "\n").collect(Collectors.joining())
                + LISTS + "failures: list\n";
    }

    /** Every field of the one document that a command prints, in their order, a line for each. */
    private String shape(String... arguments) throws IOException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        Cli.Result result = cli.run(all);
        assertThat(result.err()).isEmpty();
        Map<String, Set<String>> types = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(result.out())) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            object(parser, "", types);
            assertThat(parser.nextToken()).as("behind the document").isNull();
        }
        // A list that is empty in one place and not in another is described by its elements.
        types.keySet().removeIf(path -> types.keySet().stream().anyMatch(other -> other.startsWith(path + "[]")));
        // Null where a command ends before its login has come about.
        types.computeIfPresent("database.system_identifier", (path, seen) -> Set.of("string"));
        return types.entrySet().stream()
                .map(field -> field.getKey() + ": " + String.join("|", field.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static void object(JsonParser parser, String path, Map<String, Set<String>> types) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            value(parser, path.isEmpty() ? name : path + "." + name, types);
        }
    }

    private static void value(JsonParser parser, String path, Map<String, Set<String>> types) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(parser, path, types);
            return;
        }
        String type =
                switch (token) {
                    case START_ARRAY -> "list";
                    case VALUE_STRING -> "string";
                    case VALUE_NUMBER_INT -> "integer";
                    case VALUE_TRUE, VALUE_FALSE -> "boolean";
                    case VALUE_NULL -> "null";
                    default -> throw new IllegalStateException(path + ": " + token);
                };
        types.computeIfAbsent(path, p -> new TreeSet<>()).add(type);
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, path + "[]", types);
            }
        }
    }
}
