package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and values are names and values: nothing in them is run as SQL. */
@Timeout(60)
class InjectionIT {
    /** What ends a literal, an identifier, a comment, or one of the blocks that Bailiwick sends. */
    private static final List<String> EVIL = List.of(
            "001_a'; DROP TABLE victim; --.sql",
            "002_a\\'; DROP TABLE victim; --.sql",
            "003_$bailiwick$; DROP TABLE victim; --.sql",
            "004_$$; DROP TABLE victim; --.sql",
            "005_\"; DROP TABLE victim; --.sql",
            "006_$1 %s %d %n ? :x ${y} \\x24.sql",
            "007_งบ 'ä' 💊.sql");

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
        db.execute("CREATE TABLE public.victim (id int)");
    }

    private Cli.Result succeeds(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertThat(result.exit()).as(result.transcript()).isZero();
        return result;
    }

    private void theVictimStands() {
        assertThat(db.query("SELECT to_regclass('public.victim')")).isEqualTo("victim");
    }

    private String files(String table) {
        return db.query("SELECT filename FROM shop." + table + " ORDER BY filename COLLATE \"C\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " transaction:false"})
    void namesOfFilesAreOnlyNames(String option) {
        for (int i = 0; i < EVIL.size(); i++) {
            cli.file(
                    "sql/shop/" + EVIL.get(i),
                    "-- migrate:up" + option + "\nCREATE TABLE t" + i + " ();\n-- migrate:down" + option
                            + "\nDROP TABLE t" + i + ";\n");
            cli.file("sql/shop/seeds/" + EVIL.get(i), "SELECT 1;\n");
        }
        String all = String.join("\n", EVIL);
        succeeds("seal");
        succeeds("migrate");
        assertThat(files("schema_migrations")).isEqualTo(all);
        assertThat(succeeds("validate").out()).contains("7 files are well");
        assertThat(succeeds("status").out()).contains(EVIL);
        succeeds("seed");
        succeeds("redo", "shop");
        succeeds("drift");
        succeeds("rollback", "shop", "--steps", "3");
        succeeds("migrate", "shop", "--dry-run", "--sql");
        succeeds("migrate", "shop");
        for (String name : EVIL) {
            succeeds("mark", "shop", name, "--pending", "--reason", name);
            succeeds("mark", "shop", name, "--applied", "--reason", name);
            cli.file("sql/shop/" + name, "-- migrate:up\nSELECT 'edited';\n-- migrate:down\nSELECT 1;\n");
            succeeds("repair", "shop", name, "--yes", "--reason", name);
        }
        succeeds("rollback", "shop", "--all");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
        succeeds("baseline", "shop", "--to", EVIL.get(6), "--yes", "--reason", EVIL.get(2));
        assertThat(files("schema_migrations")).isEqualTo(all);
        theVictimStands();
    }

    @Test
    void whatSomebodyWroteIntoTheHistoryIsOnlyText() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        succeeds("migrate");
        String evil = "$bailiwick$; DROP TABLE victim; --";
        for (String table : List.of("schema_migrations", "schema_migrations_log")) {
            db.execute("UPDATE shop." + table + " SET filename = '001_" + evil + ".sql', checksum = '" + evil + "'");
        }

        succeeds("rollback", "shop", "--yes-really");

        assertThat(db.query("SELECT filename, checksum FROM shop.schema_migrations_log WHERE action = 'rollback'"))
                .isEqualTo("001_" + evil + ".sql|" + evil);
        theVictimStands();
    }

    @Test
    void aFailureWithAnEvilNameIsWrittenDown() {
        for (String option : List.of("", " transaction:false")) {
            for (String name : EVIL) {
                cli.file(
                        "sql/shop/" + name,
                        "-- migrate:up" + option + "\nSELECT 1;\nSELECT '$bailiwick$''; DROP TABLE victim'::int;\n"
                                + "-- migrate:down" + option + "\nSELECT 1;\n");
                Cli.Result failed = cli.run("migrate");
                assertThat(failed.exit()).as(failed.transcript()).isEqualTo(option.isEmpty() ? 4 : 5);
                assertThat(failed.err()).contains("22P02");
                succeeds("mark", "shop", name, "--applied");
            }
            succeeds("rollback", "shop", "--all");
        }
        theVictimStands();
    }

    @Test
    void reasonsAreOnlyText() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        succeeds("migrate");
        List<String> reasons = List.of(
                "$bailiwick$ $$",
                "'; DROP TABLE victim; --",
                "\\'; DELETE FROM victim; --",
                "\"q\" \\x24 \\u0024 %s",
                "งบ\n💊\t.");
        for (String reason : reasons) {
            succeeds("mark", "shop", "001_a.sql", "--pending", "--reason", reason);
            succeeds("mark", "shop", "001_a.sql", "--applied", "--reason", reason);
        }
        for (String reason : reasons) {
            assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE position("
                            + "convert_from('\\x"
                            + java.util.HexFormat.of()
                                    .formatHex(reason.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            + "'::bytea, 'UTF8') IN message) > 0"))
                    .as(reason)
                    .isEqualTo("2");
        }
        // No operating system passes a NUL on; the server refuses it.
        assertThat(cli.run("mark", "shop", "001_a.sql", "--pending", "--reason", "a\0b")
                        .exit())
                .isNotZero();
        assertThat(files("schema_migrations")).isEqualTo("001_a.sql");
        theVictimStands();
    }

    @Test
    void valuesAreOnlyValues() {
        cli.migration(
                "shop", "001_a.sql", "CREATE TABLE a AS SELECT current_setting('bailiwick.v') AS v;", "DROP TABLE a;");
        for (String value : List.of(
                "'; DROP TABLE victim; --",
                "\\'; DELETE FROM victim; --",
                "$bailiwick$$$",
                "a=b,c",
                "งบ 💊 ${x} :y ?",
                " ")) {
            succeeds("migrate", "--set", "v=" + value);
            assertThat(db.query("SELECT v FROM shop.a")).isEqualTo(value);
            succeeds("rollback", "shop", "--yes");
        }
        for (String name : List.of("a'b", "a.b", "a\"b", "A b", "a;b", "", "a$", "งบ")) {
            Cli.Result refused = cli.run("migrate", "--set", name + "=1");
            assertThat(refused.exit()).as(refused.transcript()).isEqualTo(2);
            assertThat(refused.err()).contains("--set");
        }
        theVictimStands();
    }

    @Test
    void aNameThatWouldNeedQuotesIsRefusedEverywhere() {
        List<String> names = List.of(
                "a'b", "a\"b", "a;b", "a--b", "$$", "$bailiwick$", "งบ", "a b", "A", "select", "%s", "a\\b", "pg_x");
        for (String name : names) {
            Cli project = Cli.in(folder.resolve(Integer.toString(names.indexOf(name))))
                    .on(db);
            project.migration("shop", "001_a.sql", "SELECT 1;", "SELECT 1;");
            for (String key : name.equals("pg_x") ? List.of("schema") : List.of("schema", "table", "role")) {
                project.file("sql/shop/domain.properties", key + " = " + name + "\n");
                refused(project, 2, key + " can't be " + name, "migrate");
            }
            project.file("sql/shop/domain.properties", "");
            refused(project, 2, "", "domain", name);
            if (!name.contains("\\")) {
                project.migration(name, "001_a.sql", "SELECT 1;", "SELECT 1;");
                refused(project, 2, "can't be a domain", "migrate");
            }
        }
        assertThat(db.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'schema%'"))
                .isEqualTo("0");
        theVictimStands();
    }

    private static void refused(Cli project, int exit, String why, String... arguments) {
        Cli.Result refused = project.run(arguments);
        assertThat(refused.exit()).as(refused.transcript()).isEqualTo(exit);
        assertThat(refused.err()).contains(why);
    }
}
