package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the README's script gives are enough, and none of them is too much. */
@Timeout(60)
class LeastRightsIT {
    private static final Pattern SCRIPT =
            Pattern.compile("### The least that a role needs\n.*?```sql\n(.*?)```.*?```sql\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli migrator = Cli.in(Path.of(""));
    private Cli reader = Cli.in(Path.of(""));

    /** The README's text, but that the roles, which all databases of a server share, have names of their own. */
    private String script(int part) throws IOException {
        Matcher script = SCRIPT.matcher(Files.readString(Path.of("README.md")));
        assertThat(script.find()).isTrue();
        return script.group(part)
                .replace("hospital", db.name())
                .replace("migrator", db.name() + "_migrator")
                .replace("reader", db.name() + "_reader");
    }

    @BeforeEach
    void project() {
        String owner = db.createRole("migrator");
        String other = db.createRole("reader");
        migrator = Cli.in(folder)
                .on(db.url(owner))
                .migration(
                        "public",
                        "001_users.sql",
                        "CREATE TABLE public.users (id int PRIMARY KEY);",
                        "DROP TABLE public.users;")
                .migration(
                        "inventory",
                        "001_a.sql",
                        "CREATE TABLE inventory.a (id int REFERENCES public.users);"
                                + " CREATE VIEW inventory.v AS SELECT id FROM inventory.a;",
                        "DROP VIEW inventory.v; DROP TABLE inventory.a;")
                .migration(
                        "inventory",
                        "002_b.sql",
                        "CREATE FUNCTION inventory.f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;",
                        "DROP FUNCTION inventory.f();")
                .file("sql/inventory/003_i.sql", """
                        -- migrate:up transaction:false
                        CREATE INDEX CONCURRENTLY a_id ON inventory.a (id);
                        -- migrate:down transaction:false
                        DROP INDEX CONCURRENTLY inventory.a_id;
                        """)
                .file("sql/inventory/seeds/010_a.sql", "INSERT INTO inventory.a SELECT NULL;\n");
        reader = Cli.in(folder).on(db.url(other));
        db.execute("REVOKE ALL ON DATABASE " + db.name() + " FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC;");
    }

    private static void succeed(Cli cli, String... commands) {
        for (String command : commands) {
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.exit()).as(command + "\n" + result.transcript()).isZero();
        }
    }

    @Test
    void theScriptIsEnough() throws IOException, SQLException {
        db.execute(script(1).replaceAll("(?m)^CREATE ROLE.*$", ""));

        assertThat(reader.run("status").exit()).isZero();
        succeed(migrator, "migrate", "seed", "status", "validate", "drift --exit-code", "verify", "connection");
        asMigrator(script(2));
        succeed(reader, "status --exit-code", "validate", "connection", "verify", "migrate --dry-run");
        assertThat(reader.run("connection").out()).contains("inventory  may read only");
        for (String command : List.of("rollback inventory", "mark inventory 002_b.sql --pending", "seed")) {
            assertThat(reader.run(command.split(" ")).exit()).as(command).isNotZero();
        }
        succeed(
                migrator,
                "redo inventory --yes",
                "rehearse",
                "rollback inventory --all --yes",
                "migrate",
                "reset inventory --yes");
        assertThat(db.query("SELECT count(*) FROM inventory.schema_migrations")).isEqualTo("3");
    }

    @Test
    void theScriptsRolesCanLogIn() throws IOException {
        assertThat(script(1))
                .contains(
                        "CREATE ROLE " + db.name() + "_migrator LOGIN;", "CREATE ROLE " + db.name() + "_reader LOGIN;");
    }

    @Test
    void noGrantOfTheScriptIsTooMuch() throws IOException, SQLException {
        assumeTrue(Proof.isLong(), "as many lives as there are grants");
        List<String> first = statements(1);
        List<String> second = statements(2);
        for (String without : Stream.concat(first.stream(), second.stream()).toList()) {
            boolean noSchema = without.startsWith("CREATE SCHEMA");
            db.execute(first.stream()
                    .filter(line -> !line.equals(without) && !(noSchema && line.contains("inventory")))
                    .reduce("", String::concat));
            boolean enough = migrator.run("migrate").exit() == 0;
            if (enough) {
                asMigrator(second.stream().filter(line -> !line.equals(without)).reduce("", String::concat));
            }
            for (String command : List.of("status", "validate")) {
                enough &=
                        migrator.run(command).exit() == 0 && reader.run(command).exit() == 0;
            }
            assertThat(enough).as("without " + without).isFalse();
            db.execute("DROP SCHEMA IF EXISTS inventory CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
                    + "DROP OWNED BY " + db.name() + "_migrator, " + db.name() + "_reader");
        }
    }

    private List<String> statements(int part) throws IOException {
        List<String> statements = script(part)
                .replaceAll("(?m)^CREATE ROLE.*$|^--.*$", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(statements).hasSizeGreaterThan(1);
        return statements;
    }

    private void asMigrator(String sql) throws SQLException {
        try (Connection connection = db.connect(db.name() + "_migrator");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
