package dev.bailiwick.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabasesIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    private static String databases(String likeName) {
        try (TestDatabase any = TestDatabase.empty()) {
            return any.query("SELECT count(*) FROM pg_database WHERE datname = '" + likeName + "'");
        }
    }

    @Test
    void rowsAreLines() {
        db.execute("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, NULL)");

        assertThat(db.query("TABLE t ORDER BY a")).isEqualTo("1|x\n2|");
        assertThat(db.query("SELECT '{fn now()}', '?' , '{\"a\": 1}'::jsonb ? 'a'"))
                .isEqualTo("{fn now()}|?|t");
        assertThat(db.query("SELECT FROM t WHERE false")).isEmpty();
    }

    @Test
    void everyServerGivesTheSameEncodingAndOrder() {
        assertThat(db.query("SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(db.query("SELECT string_agg(x, '' ORDER BY x) FROM unnest('{a,B,ä,A}'::text[]) x"))
                .isEqualTo("ABaä");
    }

    @Test
    void closingDropsTheDatabaseUnderItsUsersAndItsRoles() throws SQLException {
        String name = db.name();
        String role = db.createRole("owner", "NOSUPERUSER");
        db.execute("GRANT CREATE ON SCHEMA public TO " + role);
        try (Connection connection = db.connect(role);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine ()");
            assertThat(db.query("SELECT tableowner FROM pg_tables WHERE tablename = 'mine'"))
                    .isEqualTo(role);
            db.close();
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(databases(name)).isEqualTo("0");
        assertThat(db.query("SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "'"))
                .isEqualTo("0");
        assertThat(db.name()).isNotEqualTo(name);
    }

    @Test
    void aTemplateIsBuiltOnceAndClonedByManyAtOnce() {
        AtomicInteger built = new AtomicInteger();
        Set<String> names = new TreeSet<>();
        List<String> found = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> {
                    try (TestDatabase clone = TestDatabase.from("counted", t -> {
                        built.incrementAndGet();
                        t.execute("CREATE TABLE t AS SELECT 7 AS a");
                    })) {
                        synchronized (names) {
                            names.add(clone.name());
                        }
                        return clone.query("TABLE t");
                    }
                })
                .toList();

        assertThat(found).containsOnly("7").hasSize(6);
        assertThat(names).hasSize(6).allMatch(n -> n.startsWith("bwt_"));
        assertThat(built).hasValue(1);
    }

    @Test
    void urlsAreForOtherPrograms() {
        assertThat(db.url()).startsWith("postgresql://" + db.user()).endsWith(":" + db.port() + "/" + db.name());
        String role = db.createRole("reader");
        assertThat(db.url(role)).contains("//" + role + ":" + role + "@");
        assertThat(db.urlAt(1234)).contains("@127.0.0.1:1234/");
    }
}
