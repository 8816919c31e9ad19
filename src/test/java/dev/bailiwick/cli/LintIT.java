package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.GitFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lint says, to whom, and what it exits with; the rules themselves are tested by their examples. */
class LintIT {
    private static final String FIRST = "20260101000001_create_drugs.sql";
    private static final String NEXT = "20260101000002_index_drugs.sql";

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .migration(
                        "inventory",
                        FIRST,
                        "CREATE TABLE inventory.drugs (id int PRIMARY KEY, code text);\n"
                                + "COMMENT ON TABLE inventory.drugs IS 'Drugs';",
                        "DROP TABLE inventory.drugs;")
                .migration(
                        "inventory",
                        NEXT,
                        "CREATE INDEX drugs_code_idx ON inventory.drugs (code);",
                        "DROP INDEX inventory.drugs_code_idx;");
    }

    @Test
    void warningsAreToldAndDontFail() {
        Cli.Result lint = cli.run("lint");

        assertThat(lint.exit()).isZero();
        assertThat(lint.out()).isEqualTo("""
                warning: CREATE INDEX keeps writers of inventory.drugs waiting  [index-not-concurrently]
                  at sql/inventory/20260101000002_index_drugs.sql:2:1
                  2 | CREATE INDEX drugs_code_idx ON inventory.drugs (code);
                    | ^
                  fix: in a file of its own with -- migrate:up transaction:false: CREATE INDEX CONCURRENTLY drugs_code_idx ON inventory.drugs (code);

                2 files: 1 warning
                """);
        assertThat(lint.err()).isEmpty();
    }

    @Test
    void aDomainSaysWhatWeighsHowMuch() {
        cli.file("sql/inventory/domain.properties", "lint.index-not-concurrently=error\n");
        assertThat(cli.run("lint").exit()).isEqualTo(3);
        assertThat(cli.run("lint").out()).contains("error: CREATE INDEX", "2 files: 1 error");
        assertThat(cli.run("validate", "--offline").exit()).isEqualTo(3);
        assertThat(cli.run("validate", "--offline").err()).contains("(lint: index-not-concurrently)", NEXT + ":2:1");

        cli.file("sql/inventory/domain.properties", "lint.index-not-concurrently=off\n");
        assertThat(cli.run("lint").out()).isEqualTo("2 files: nothing found\n");

        cli.file("sql/inventory/domain.properties", "lint.index-concurrently=off\n");
        Cli.Result wrong = cli.run("lint");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("there is no lint rule index-concurrently", "did you mean lint.index-not-concurrently?");
    }

    @Test
    void aStatementIsLetThroughWithAReason() {
        String statement = "CREATE INDEX drugs_code_idx ON inventory.drugs (code);";
        cli.migration(
                "inventory", NEXT, "-- lint:disable index-not-concurrently a small table\n" + statement, "-- none");
        assertThat(cli.run("lint").out()).doesNotContain("index-not-concurrently");

        cli.migration("inventory", NEXT, "-- lint:disable index-not-concurrently\n" + statement, "-- none");
        assertThat(cli.run("lint").out()).contains("nothing says why index-not-concurrently is disabled");
        assertThat(cli.run("lint").exit()).isEqualTo(3);

        cli.migration("inventory", NEXT, "-- lint:disable index-not-concurrent small\n" + statement, "-- none");
        assertThat(cli.run("lint").out())
                .contains("there is no lint rule index-not-concurrent")
                .contains("fix: -- lint:disable index-not-concurrently small");
    }

    @Test
    void anotherStatementIsNotLetThrough() {
        cli.migration(
                "inventory",
                NEXT,
                "-- lint:disable index-not-concurrently a small table\nCREATE INDEX a_idx ON inventory.drugs (code);\n"
                        + "CREATE INDEX b_idx ON inventory.drugs (code);",
                "DROP INDEX inventory.a_idx, inventory.b_idx;");

        assertThat(cli.run("lint").out()).contains(NEXT + ":4:1", "1 warning").doesNotContain(NEXT + ":3:1");
    }

    @Test
    void theHeadOfAFileLetsAllOfItThrough() {
        cli.file("sql/inventory/" + NEXT, """
                -- Indexes.
                -- lint:disable index-not-concurrently before anybody uses it
                -- lint:disable missing-down it is a test
                -- migrate:up
                CREATE INDEX a_idx ON inventory.drugs (code);
                CREATE INDEX b_idx ON inventory.drugs (code);
                """);

        assertThat(cli.run("lint").out()).isEqualTo("2 files: nothing found\n");
    }

    @Test
    void onlyNewFilesAreLookedAtAgainstARevision() {
        GitFolder.init(folder).commit("first");
        assertThat(cli.run("lint", "--base", "HEAD").out()).isEqualTo("0 files: nothing found\n");
        cli.migration("inventory", "20260101000003_more.sql", "CREATE INDEX x_idx ON inventory.drugs (id);", "");

        assertThat(cli.run("lint", "--base", "HEAD").out())
                .contains("20260101000003_more.sql:2:1")
                .contains("1 file: ")
                .doesNotContain(NEXT);
    }

    @Test
    void aSecretIsNotShown() {
        cli.migration(
                "inventory",
                NEXT,
                "CREATE ROLE clerk PASSWORD 'hunter2hunter2'; DROP TABLE inventory.drugs;",
                "DROP ROLE clerk;");

        for (String format : new String[] {"text", "json", "sarif", "github"}) {
            Cli.Result lint = cli.run("lint", "--format", format);
            assertThat(lint.exit()).isEqualTo(3);
            assertThat(lint.out() + lint.err())
                    .doesNotContain("hunter2")
                    .contains("secret")
                    .contains("destructive");
        }
    }

    @Test
    void githubGetsAnnotations() {
        cli.migration("inventory", NEXT, "ALTER TABLE inventory.drugs ADD CHECK (id % 2 = 0);", "SELECT 1;");

        assertThat(cli.run("lint", "--format", "github").out())
                .startsWith("::warning file=sql/inventory/" + NEXT + ",line=2,col=29,title=constraint-not-valid::")
                .contains("id %25 2 = 0", "%0Afix: ");
    }

    @Test
    void codeScannersGetSarif() {
        assertThat(cli.run("lint", "--format", "sarif").out())
                .contains("\"version\": \"2.1.0\"")
                .contains("\"ruleId\": \"index-not-concurrently\"")
                .contains("\"level\": \"warning\"")
                .contains("\"uri\": \"sql/inventory/" + NEXT + "\"")
                .contains("\"startLine\": 2");
    }

    @Test
    void rulesAreListedAndExplained() {
        assertThat(cli.run("lint", "--rules").out()).contains("secret", "error", "index-not-concurrently", "warn");
        assertThat(cli.run("lint", "--explain", "serial").out())
                .contains(
                        "An identity column is the standard's way",
                        "Bad:",
                        "bigserial",
                        "Good:",
                        "lint.serial=error|warn|off");
        Cli.Result wrong = cli.run("lint", "--explain", "seriel");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("did you mean serial?");
    }

    @Test
    void whatCantBeReadIsSaidFirst() {
        cli.file("sql/inventory/" + NEXT, "-- migrate:dwon\n");

        Cli.Result lint = cli.run("lint");

        assertThat(lint.exit()).isEqualTo(3);
        assertThat(lint.err()).contains(NEXT + ":1:1");
    }

    @Test
    void aRequiredDomainsTablesAreKnown() {
        cli.migration(
                        "public",
                        "20260101000001_users.sql",
                        "CREATE TABLE public.users (id int PRIMARY KEY);",
                        "DROP TABLE public.users;")
                .migration(
                        "hr",
                        "20260101000001_staff.sql",
                        "CREATE TABLE hr.staff (id int PRIMARY KEY);",
                        "DROP TABLE hr.staff;")
                .migration(
                        "inventory",
                        NEXT,
                        "CREATE VIEW inventory.v AS SELECT u.id FROM public.users u;\n"
                                + "CREATE VIEW inventory.w AS SELECT staff.id FROM hr.staff AS staff, inventory.v AS v;",
                        "DROP VIEW inventory.w, inventory.v;");

        assertThat(cli.run("lint", "inventory").out())
                .contains("domain inventory does not require hr, which hr.staff belongs to")
                .contains("fix: requires=public,hr in sql/inventory/domain.properties")
                .contains("1 error");
    }
}
