package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run goes on with drops and takes for done only what it can prove to be its own; anything else is named, and left. */
@Timeout(60)
class HealingIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int, n int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** A file whose statement an earlier run was at, with what that run wrote down. */
    private void was(String statement, String state) throws IOException {
        String text = "-- migrate:up transaction:false\n" + statement + ";\n-- migrate:down\nSELECT 1;\n";
        cli.file("sql/shop/002_x.sql", text);
        String source = Files.readString(folder.resolve("sql/shop/002_x.sql")).replace("'", "''");
        db.execute("INSERT INTO shop.schema_migrations (filename, batch, checksum, success, error_message,"
                + " statements_done, source) VALUES ('002_x.sql', 2, md5('" + source + "'), false, '"
                + state.replace("'", "''") + "', 0, '" + source + "');"
                + " INSERT INTO shop.schema_migrations_log (action, filename) VALUES ('start', '002_x.sql')");
    }

    private String oid(String index) {
        return db.query("SELECT coalesce(to_regclass('shop." + index + "')::oid::text, '')");
    }

    private static final String DOUBT = "not finished, backend 1 of 2026-01-01 00:00:00+00";
    private static final String FAILED = "ERROR 23505: could not create unique index \"i\"\nat sql/shop/002_x.sql:2:1";

    /** What there is of an index of this name, and whether it was there before the statement began. */
    private enum Found {
        ABSENT("", "", false),
        BEFORE("CREATE INDEX i ON shop.t (id)", "", true),
        DONE("CREATE INDEX i ON shop.t (id)", "", false),
        OTHER("CREATE INDEX i ON shop.t (id, n)", "", false),
        OTHER_BEFORE("CREATE INDEX i ON shop.t (id, n)", "", true),
        OTHER_PREDICATE("CREATE INDEX i ON shop.t (id) WHERE n > 0", "", false),
        OTHER_INVALID("CREATE INDEX i ON shop.t (n)", "invalid", false),
        INVALID_BEFORE("CREATE INDEX i ON shop.t (id)", "invalid", true),
        INVALID_OWN("CREATE INDEX i ON shop.t (id)", "invalid", false);

        private final String made;
        private final String how;
        private final boolean before;

        Found(String made, String how, boolean before) {
            this.made = made;
            this.how = how;
            this.before = before;
        }
    }

    /** The index that is there at the end: the same, another one, both, or none. */
    private record Expected(int exit, String index, String said) {}

    private static Expected named(Found found, boolean doubt, boolean ifNotExists) {
        Expected taken = new Expected(5, "same", "relation \"i\" already exists");
        Expected passedOver = new Expected(0, "same", "");
        Expected run = ifNotExists ? passedOver : taken;
        return switch (found) {
            case ABSENT -> new Expected(0, "new", "begins again");
            case BEFORE -> run;
            case DONE -> doubt ? new Expected(0, "same", "index shop.i is valid") : run;
            case OTHER, OTHER_BEFORE, OTHER_PREDICATE ->
                new Expected(run.exit(), "same", "index shop.i, has another definition than this statement gives it");
            case OTHER_INVALID ->
                new Expected(5, "same", "index shop.i, INVALID, has another definition than this statement gives it");
            case INVALID_BEFORE -> new Expected(5, "same", "index shop.i, INVALID, was not built by this statement");
            case INVALID_OWN -> new Expected(0, "new", "dropped index shop.i, which was INVALID");
        };
    }

    private static Expected nameless(Found found, boolean doubt) {
        return switch (found) {
            case ABSENT -> new Expected(0, "new", "begins again");
            case BEFORE, OTHER, OTHER_BEFORE, OTHER_PREDICATE, OTHER_INVALID, INVALID_BEFORE ->
                new Expected(0, "both", "begins again");
            case DONE ->
                doubt ? new Expected(0, "same", "index shop.i is valid") : new Expected(0, "both", "begins again");
            case INVALID_OWN -> new Expected(0, "new", "dropped index shop.i, which was INVALID");
        };
    }

    static List<Arguments> builds() {
        List<Arguments> all = new ArrayList<>();
        for (Found found : Found.values()) {
            for (boolean doubt : new boolean[] {true, false}) {
                all.add(Arguments.of(
                        "CREATE INDEX CONCURRENTLY i ON t (id)", found, doubt, named(found, doubt, false)));
                all.add(Arguments.of(
                        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON shop.t USING btree (id)",
                        found,
                        doubt,
                        named(found, doubt, true)));
                all.add(Arguments.of("CREATE INDEX CONCURRENTLY ON t (\"id\")", found, doubt, nameless(found, doubt)));
                all.add(Arguments.of(
                        "CREATE UNIQUE INDEX CONCURRENTLY i ON t (id)", found, doubt, named(found, doubt, false)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("builds")
    void anIndex(String statement, Object found, boolean doubt, Object expected) throws IOException {
        Found there = (Found) found;
        Expected then = (Expected) expected;
        String unique = statement.contains("UNIQUE") ? "UNIQUE " : "";
        if (!there.made.isEmpty()) {
            db.execute(there.made.replace("CREATE ", "CREATE " + unique));
        }
        if (there.how.equals("invalid")) {
            db.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop.i'::regclass");
        }
        String oid = oid("i");
        String before = "; indexes of the table before: " + (there.before ? oid : "");
        was(statement, doubt ? DOUBT + before : FAILED + "\n" + before);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(then.exit());
        assertThat(result.out() + result.err()).contains(then.said());
        String oids = db.query("SELECT string_agg(indexrelid::text, ' ' ORDER BY indexrelid) FROM pg_index"
                + " WHERE indrelid = 'shop.t'::regclass");
        switch (then.index()) {
            case "same" -> assertThat(oids).isEqualTo(oid);
            case "both" -> assertThat(oids).startsWith(oid + " ");
            default -> assertThat(oids).matches("[0-9]+").isNotEqualTo(oid);
        }
        if (then.index().equals("new")) {
            assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = " + oids))
                    .isEqualTo("t");
        }
        assertThat(db.query("SELECT success FROM shop.schema_migrations WHERE filename = '002_x.sql'"))
                .isEqualTo(then.exit() == 0 ? "t" : "f");
    }

    /** A person builds it now: it is INVALID until that build is done, which must not be broken. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX CONCURRENTLY i ON t (id) | 3 | is being built now, by backend",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (id) | 3 | is being built now, by backend",
                "CREATE INDEX CONCURRENTLY ON t (id) | 3 | is being built now, by backend",
            })
    void anIndexThatSomebodyElseIsBuilding(String statement, int exit, String said) throws Exception {
        try (Connection old = db.connect();
                Statement snapshot = old.createStatement();
                Connection person = db.connect();
                Statement build = person.createStatement()) {
            snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM shop.t");
            was(statement, DOUBT + "; indexes of the table before: ");
            CompletableFuture<Boolean> building = CompletableFuture.supplyAsync(() -> {
                try {
                    return build.execute("CREATE INDEX CONCURRENTLY i ON shop.t (id)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (db.query(
                            "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for old snap%'"
                                    + " AND datname = current_database()")
                    .equals("0")) {
                assertThat(building).isNotDone();
                Thread.sleep(20);
            }
            String oid = oid("i");

            Cli.Result result = cli.run("migrate");

            assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
            assertThat(result.said()).contains(said, "which isn't one of this run");
            snapshot.execute("COMMIT");
            assertThat(building.get()).isFalse();
            assertThat(oid("i")).isEqualTo(oid);
            assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = " + oid))
                    .isEqualTo("t");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what is there now | what the index before was | exit | what is said | what is there then
                "SELECT 1 | gone | 0 | the index is gone | ",
                "CREATE INDEX i ON shop.t (id) | now | 0 | begins again | ",
                "CREATE INDEX i ON shop.t (n) | gone | 0 | index shop.i, has got the name since; it was left alone | shop.i",
                "SELECT 1 | none | 4 | index \"i\" does not exist | ",
                "CREATE INDEX i ON shop.t (n) | none | 0 | begins again | ",
            })
    void aDropOfAnIndex(String now, String before, int exit, String said, String then) throws IOException {
        db.execute(now);
        String oid = before.equals("gone") ? "1" : before.equals("now") ? oid("i") : "";
        was("DROP INDEX CONCURRENTLY i", DOUBT + "; index before: " + oid);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        assertThat(result.out() + result.err()).contains(said);
        assertThat(db.query("SELECT to_regclass('shop.i')")).isEqualTo(then == null ? "" : then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REINDEX INDEX CONCURRENTLY i | i_ccnew, i_ccold2 | o_ccnew",
                "REINDEX TABLE CONCURRENTLY t | i_ccnew, i_ccold2 | o_ccnew",
                "REINDEX (CONCURRENTLY) TABLE shop.t | i_ccnew, i_ccold2 | o_ccnew",
                "REINDEX SCHEMA CONCURRENTLY shop | i_ccnew, i_ccold2, o_ccnew | ",
            })
    void whatAReindexHasLeft(String statement, String dropped, String kept) throws IOException {
        db.execute("CREATE TABLE shop.o (id int); CREATE INDEX i ON shop.t (id); CREATE INDEX i_ccnew1 ON shop.t (id);"
                + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop.i_ccnew1'::regclass");
        String before = oid("i_ccnew1");
        db.execute(
                "CREATE INDEX i_ccnew ON shop.t (id); CREATE INDEX i_ccold2 ON shop.t (id);"
                        + " CREATE INDEX o_ccnew ON shop.o (id); UPDATE pg_index SET indisvalid = false"
                        + " WHERE indexrelid IN ('shop.i_ccnew'::regclass, 'shop.i_ccold2'::regclass, 'shop.o_ccnew'::regclass)");
        was(statement, DOUBT + "; half-built indexes before: " + before);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("index shop.i_ccnew1, INVALID, was not left by this statement; it was left");
        assertThat(oid("i_ccnew1")).isEqualTo(before);
        for (String index : dropped.split(", ")) {
            assertThat(result.out()).contains("dropped index shop." + index + ", which a REINDEX has left INVALID");
            assertThat(oid(index)).isEmpty();
        }
        if (kept != null) {
            assertThat(oid(kept)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what happened to the partition | what was known | exit | what is said | attached then
                "SELECT 1 | true false | 0 | begins again | 0",
                "ALTER TABLE shop.parts DETACH PARTITION shop.part | true false | 0 | the partition is detached | 0",
                "ALTER TABLE shop.parts DETACH PARTITION shop.part | false false | 5 | is not a partition | 0",
                "UPDATE pg_inherits SET inhdetachpending = true | true false | 0 | its detaching was finished | 0",
                "UPDATE pg_inherits SET inhdetachpending = true | true true | 5 | was being detached before this statement began | 1",
            })
    void aPartitionThatIsDetached(String now, String before, int exit, String said, String attached)
            throws IOException {
        db.execute("CREATE TABLE shop.parts (a int) PARTITION BY LIST (a);"
                + " CREATE TABLE shop.part PARTITION OF shop.parts FOR VALUES IN (1)");
        db.execute(now);
        was("ALTER TABLE parts DETACH PARTITION part CONCURRENTLY", DOUBT + "; partition before: " + before);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        assertThat(result.out() + result.err()).contains(said);
        assertThat(db.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'shop.parts'::regclass"))
                .isEqualTo(attached);
    }
}
