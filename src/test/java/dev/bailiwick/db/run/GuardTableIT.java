package dev.bailiwick.db.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.testing.TestDatabase;
import dev.bailiwick.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.util.PSQLException;

/**
 * Each kind of object, with what can be done to it, by whose it is, as superuser and as an ordinary owner: what the guard of
 * inventory, which requires public, lets through and what it sees. hr is another domain's schema, stray nobody's.
 */
@Timeout(600)
class GuardTableIT {
    private static final Domain INVENTORY = Domain.of("inventory", "sql/inventory", List.of("public"), false);
    private static final List<String> FAR = List.of("public", "hr", "stray");

    /** SQLSTATE of what a role may not do. */
    private static final String REFUSED = "42501";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    private record Case(String sql, boolean seen) {}

    @Test
    void nothingIsMissedAndNothingIsSeenThatIsAllowed() throws IOException, SQLException {
        String owner = db.createRole("owner");
        String member = db.createRole("member");
        db.execute("GRANT " + member + " TO " + owner + "; GRANT CREATE ON DATABASE " + db.name() + " TO " + owner
                + ", " + member + "; GRANT CREATE ON SCHEMA public TO " + owner);
        db.execute("CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions; CREATE FOREIGN DATA WRAPPER w;"
                + " CREATE SERVER srv FOREIGN DATA WRAPPER w; GRANT USAGE ON FOREIGN SERVER srv TO " + owner
                + "; CREATE FUNCTION public.etf() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + " CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION public.etf();"
                + " ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO pg_monitor");
        for (String schema : List.of("inventory", "public", "hr", "stray")) {
            db.execute((schema.equals("public") ? "" : "CREATE SCHEMA " + schema + ";\n")
                    + "GRANT ALL ON SCHEMA " + schema + " TO " + owner + ", " + member + ";\n"
                    + text("objects.sql").replace("{s}", schema));
            db.execute("CREATE TABLE " + schema + ".z1 (id int); CREATE TYPE " + schema + ".comp3 AS (id int)");
            db.execute(
                    "DO $$ DECLARE o record; BEGIN FOR o IN SELECT c.oid::regclass AS n FROM pg_class c WHERE relnamespace = '"
                            + schema + "'::regnamespace AND relkind IN ('r','p','v','m','S','f')"
                            + " LOOP EXECUTE 'ALTER TABLE ' || o.n || ' OWNER TO " + owner + "'; END LOOP;"
                            + " FOR o IN SELECT p.oid::regprocedure AS n FROM pg_proc p WHERE pronamespace = '" + schema
                            + "'::regnamespace LOOP EXECUTE 'ALTER ROUTINE ' || o.n || ' OWNER TO " + owner
                            + "'; END LOOP;"
                            + " FOR o IN SELECT t.oid::regtype AS n FROM pg_type t WHERE typnamespace = '" + schema
                            + "'::regnamespace AND typrelid = 0 AND typelem = 0 AND typtype IN ('e','d','r') LOOP EXECUTE 'ALTER TYPE ' || o.n || ' OWNER TO "
                            + owner + "'; END LOOP; END $$; ALTER TYPE " + schema + ".comp OWNER TO " + owner
                            + "; ALTER STATISTICS "
                            + schema + ".st OWNER TO " + owner + "; ALTER COLLATION " + schema + ".co OWNER TO " + owner
                            + "; ALTER CONVERSION " + schema + ".cv OWNER TO " + owner
                            + "; ALTER TEXT SEARCH CONFIGURATION " + schema
                            + ".tc OWNER TO " + owner + "; ALTER TEXT SEARCH DICTIONARY " + schema + ".td OWNER TO "
                            + owner
                            + "; ALTER OPERATOR " + schema + ".===(int,int) OWNER TO " + owner);
        }
        List<String> wrong = new ArrayList<>();
        int run = 0;
        for (String role : List.of("superuser", "owner")) {
            try (Connection connection = role.equals("owner") ? db.connect(owner) : db.connect()) {
                for (Case one : cases(member)) {
                    if (role.equals("owner")
                            && (one.sql().contains("stray") || one.sql().contains("/* superuser */"))) {
                        continue;
                    }
                    run += answered(connection, role, one, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(run).isGreaterThan(1500);
    }

    private static int answered(Connection connection, String role, Case one, List<String> wrong) throws SQLException {
        String answer = answer(connection, one.sql());
        if (answer.startsWith("ERROR")) {
            if (!answer.contains(REFUSED) || role.equals("superuser")) {
                wrong.add("broken: " + role + ": " + one.sql() + " -- " + answer);
            }
            return 0;
        }
        boolean seen = !answer.isEmpty();
        if (seen != one.seen()) {
            wrong.add((seen ? "false alarm: " : "missed: ") + role + ": " + one.sql() + " -- "
                    + answer.replace('\n', ';'));
        }
        return 1;
    }

    private List<Case> cases(String member) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> each = new ArrayList<>(lines("cases.txt"));
        for (String kind : lines("kinds.txt")) {
            String[] fields = kind.split("\\|", -1);
            String object = fields[0] + " " + fields[1];
            each.add("COMMENT ON " + object + " IS 'z'");
            each.add("COMMENT ON " + object + " IS NULL");
            each.add("DROP " + object + " CASCADE");
            each.add("SAVEPOINT a; DROP " + object + " CASCADE; RELEASE a");
            if (!fields[2].contains("owner")) {
                each.add("ALTER " + object + " OWNER TO " + member);
            }
            if (!fields[2].contains("rename")) {
                each.add("ALTER " + object + " RENAME TO renamed");
            }
            if (!fields[2].contains("schema")) {
                FAR.forEach(schema -> cases.add(new Case(taken(object, schema), true)));
            }
        }
        for (String sql : each) {
            cases.add(new Case(sql.replace("{s}", "inventory"), false));
            FAR.forEach(schema -> cases.add(new Case(sql.replace("{s}", schema), true)));
        }
        for (String sql : lines("references.txt")) {
            for (String schema : List.of("inventory", "public", "hr", "stray")) {
                String there = sql.replace("{s_operator}", "OPERATOR(" + schema + ".===)")
                        .replace("{s}", schema);
                boolean gone = sql.endsWith("DROP TABLE inventory.x");
                cases.add(new Case(there, !gone && (schema.equals("hr") || schema.equals("stray"))));
            }
        }
        for (String line : lines("single.txt")) {
            cases.add(new Case(line.substring(2).replace("{database}", db.name()), line.startsWith("-")));
        }
        if (TestServer.get().majorVersion() < 15) {
            cases.removeIf(one -> one.sql().contains("MERGE ") || one.sql().contains("TABLES IN SCHEMA"));
        }
        return cases;
    }

    /** Another schema's object comes home, where its like makes room. */
    private static String taken(String object, String schema) {
        return "ALTER " + object.replace("{s}", "inventory") + " SET SCHEMA extensions; ALTER "
                + object.replace("{s}", schema) + " SET SCHEMA inventory";
    }

    /** What the guard says behind a section, which is rolled back: nothing, or a line for each object. */
    private static String answer(Connection connection, String sql) throws SQLException {
        Text text = Text.of(sql);
        Section section = new Section(0, sql.length(), true, false, Limits.NONE, List.of(), List.of());
        SectionRun unit = new SectionRun(INVENTORY, Direction.UP, "1.sql", "1.sql", text, section, List.of(), "", null, 1);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try {
                statement.execute("BEGIN; SELECT set_config('search_path', 'inventory, public', true),"
                        + " set_config('bailiwick_run.written', " + GuardSql.written(true)
                        + ", true), set_config('bailiwick_run.wrote', '', true);\n" + GuardSql.BEFORE + sql
                        + "\n;\n" + RunMessages.RESET
                        + "DO $bailiwick$ DECLARE\n" + GuardSql.VARIABLES + "BEGIN\n"
                        + GuardSql.judged(unit, true, PreparedQueries.NEVER) + "END $bailiwick$;");
                return "";
            } catch (PSQLException e) {
                String detail =
                        Objects.requireNonNull(e.getServerErrorMessage()).getDetail();
                return GuardSql.VIOLATION.equals(e.getSQLState())
                        ? Objects.requireNonNull(detail).replace('\t', ' ')
                        : "ERROR " + e.getSQLState() + " "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("");
            } finally {
                statement.execute("ROLLBACK; DEALLOCATE ALL");
            }
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Stream.of(text(file).split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String text(String file) throws IOException {
        try (InputStream in = GuardTableIT.class.getResourceAsStream("/guard/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }
}
