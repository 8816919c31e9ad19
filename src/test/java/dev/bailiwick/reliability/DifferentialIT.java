package dev.bailiwick.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import dev.bailiwick.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same scripts through psql and through Bailiwick: catalog, rows, success and SQLSTATE have to agree.
 *
 * <p>{@code -Dbailiwick.seed=N} begins with the script that a failure tells.
 */
@Timeout(7200)
class DifferentialIT {
    private static final long SEED = Long.getLong("bailiwick.seed", 1);
    private static final Pattern OF_PSQL = Pattern.compile("(?m)(?:ERROR|FATAL):  (\\w{5}):");
    private static final Pattern OF_OURS = Pattern.compile("PostgreSQL says ERROR (\\w{5}):");

    /**
     * What PostgreSQL's scanner and grammar refuse. A section is one message, and is read to its end before any of it runs:
     * of a script with two mistakes psql comes to the first, we to the one that can't be read.
     */
    private static final Set<String> SYNTAX = Set.of("42601", "22025");

    @TempDir
    Path folder;

    private record Outcome(boolean success, String state, String said) {}

    @Test
    void psqlAndBailiwickAgree() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "psql"))),
                "psql is not on the PATH");
        int scripts = Proof.times(100, 10_000);
        // A psql before 18 sends the line \\. along, and a server since 18 takes it for data in CSV.
        boolean csv = psqlVersion() >= TestServer.get().majorVersion();
        int failed = 0;
        try (TestDatabase theirs = TestDatabase.empty();
                TestDatabase ours = TestDatabase.empty();
                Connection inTheirs = theirs.connect();
                Connection inOurs = ours.connect()) {
            for (int i = 0; i < scripts; i++) {
                if (i > 0 && i % 500 == 0) {
                    System.out.println(i + " scripts, " + failed + " of which fail: psql and Bailiwick agree so far");
                }
                ScriptGenerator.Script script = new ScriptGenerator(SEED + i, csv).next();
                for (Connection connection : List.of(inTheirs, inOurs)) {
                    query(connection, "DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop");
                }
                Outcome psql = psql(theirs, script);
                Outcome bailiwick = bailiwick(ours, script);
                String where =
                        "seed " + (SEED + i) + "\n" + script.text() + "\npsql: " + psql + "\nbailiwick: " + bailiwick;
                failed += psql.success() ? 0 : 1;
                assertThat(bailiwick.success()).as(where).isEqualTo(psql.success());
                if (!bailiwick.state().isEmpty() && !SYNTAX.contains(bailiwick.state())) {
                    assertThat(bailiwick.state()).as(where).isEqualTo(psql.state());
                }
                assertThat(picture(inOurs)).as(where).isEqualTo(psql.success() ? picture(inTheirs) : List.of());
            }
        }
        System.out.println(
                scripts + " scripts, " + failed + " of which fail, from seed " + SEED + ": psql and Bailiwick agree");
        assertThat(failed).isBetween(scripts / 20, scripts * 3 / 4);
    }

    private static int psqlVersion() throws Exception {
        Process process = new ProcessBuilder("psql", "--version").start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return Integer.parseInt(said.replaceFirst("(?s)\\D*(\\d+).*", "$1"));
    }

    private Outcome psql(TestDatabase database, ScriptGenerator.Script script) throws Exception {
        Path file = folder.resolve("script.sql");
        Files.writeString(file, script.text());
        List<String> words =
                new ArrayList<>(List.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"));
        if (!script.ownTransaction()) {
            words.add("-1");
        }
        words.addAll(List.of("-d", database.url(), "-f", file.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PGOPTIONS", "-c search_path=shop,public");
        builder.environment().put("PGCLIENTENCODING", "UTF8");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        boolean success = process.waitFor() == 0;
        Matcher state = OF_PSQL.matcher(said);
        return new Outcome(success, state.find() ? state.group(1) : "", said);
    }

    private Outcome bailiwick(TestDatabase database, ScriptGenerator.Script script) {
        Cli.Result result = Cli.in(folder)
                .on(database)
                .file("sql/shop/001_x.sql", "-- migrate:up\n" + script.text() + "\n-- migrate:down\n")
                .run("migrate", "shop");
        String said = result.out() + result.err();
        Matcher state = OF_OURS.matcher(said);
        return new Outcome(result.exit() == 0, state.find() ? state.group(1) : "", said);
    }

    /** Everything in the schema but our own tables, and every row. */
    private static List<String> picture(Connection database) throws SQLException {
        List<String> lines = new ArrayList<>(Catalog.of(database, "shop").stream()
                .filter(line -> !line.contains("schema_migrations") && !line.startsWith("schema"))
                .toList());
        String tables = query(
                database,
                "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace ="
                        + " 'shop'::regnamespace AND relkind = 'r' AND relname !~ '^schema_migrations'");
        for (String table : tables.isEmpty() ? new String[0] : tables.split(" ")) {
            lines.add(table + ": "
                    + query(
                            database,
                            "SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM shop.\"" + table + "\" AS t"));
        }
        return lines;
    }

    private static String query(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                String value = row.getString(1);
                return value == null ? "" : value;
            }
        }
    }
}
