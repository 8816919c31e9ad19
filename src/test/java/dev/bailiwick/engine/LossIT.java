package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kinds of objects times ways to lose what they hold times roles: each is a domain of its own, whose last file is taken back,
 * and asked about before or not. Names of the domain are written {@code @}.
 */
@Timeout(120)
class LossIT {
    private static final String ADDRESS = "CREATE TYPE addr AS (street text, zip text);";
    private static final String NOTES =
            "CREATE TABLE t (id int, note text); INSERT INTO t VALUES (1, 'one'), (2, 'two');";
    private static final String PARTS = "CREATE TABLE t (id int) PARTITION BY RANGE (id);"
            + " CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000);"
            + " CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (1000) TO (2000);"
            + " CREATE TABLE t3 PARTITION OF t FOR VALUES FROM (2000) TO (3000);"
            + " INSERT INTO t SELECT i FROM generate_series(0, 2999) AS i WHERE i % 1000 < 600;";
    private static final String MANY =
            "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 500);";

    /** Kinds of objects times ways to lose them. */
    enum Way {
        ATTRIBUTE(
                ADDRESS + "CREATE TABLE t (a addr); INSERT INTO t VALUES (('x', '1')), (('y', NULL)), (NULL);",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_WITHOUT_VALUES(
                ADDRESS + "CREATE TABLE t (a addr); INSERT INTO t VALUES (('x', NULL)), (NULL);",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                ""),
        ATTRIBUTE_CASCADE(
                ADDRESS + "CREATE TABLE t (a addr); INSERT INTO t VALUES (('x', '1'));"
                        + " CREATE VIEW v AS SELECT (a).zip FROM t;",
                "ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_IN_ARRAY(
                ADDRESS + "CREATE TABLE t (a addr[]); INSERT INTO t VALUES (ARRAY[('x', '1')::addr]), (NULL);",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_IN_DOMAIN(
                ADDRESS + "CREATE DOMAIN d AS addr; CREATE TABLE t (a d); INSERT INTO t VALUES (('x', '1')), (NULL);",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_NESTED(
                ADDRESS + "CREATE TYPE p AS (name text, homes addr[]); CREATE TABLE t (a p);"
                        + " INSERT INTO t VALUES (('x', ARRAY[('x', '1')::addr]));",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_IN_RANGE(
                "CREATE TYPE addr AS (street int, zip int); CREATE TYPE r AS RANGE (subtype = addr); CREATE TABLE t (a r);"
                        + " INSERT INTO t VALUES (r((1, 1)::addr, (2, 2)::addr));",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 1 value"),
        ATTRIBUTE_OF_A_PARTITIONED_TABLE(
                ADDRESS + "CREATE TABLE t (id int, a addr) PARTITION BY LIST (id);"
                        + " CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t DEFAULT;"
                        + " INSERT INTO t VALUES (1, ('x', '1')), (2, ('x', '1'));",
                "ALTER TYPE addr DROP ATTRIBUTE zip;",
                "attribute @.t.a.zip: 2 values"),
        ATTRIBUTE_OF_A_TYPED_TABLE(
                ADDRESS + "CREATE TABLE t OF addr; INSERT INTO t VALUES ('x', '1');",
                "ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;",
                "column @.t.zip: 1 value"),
        COLUMN_OF_A_ROW_TYPE(
                "CREATE TABLE b (x int, y int); CREATE TABLE t (v b); INSERT INTO t VALUES ((1, 2));",
                "ALTER TABLE b DROP COLUMN y;",
                "attribute @.t.v.y: 1 value"),
        COLUMN_OF_COMPOSITES_WITH_A_NULL(
                ADDRESS + "CREATE TABLE t (id int, a addr); INSERT INTO t VALUES (1, ('x', NULL));",
                "ALTER TABLE t DROP COLUMN a;",
                "column @.t.a: 1 value"),
        COLUMN_OF_A_PARTITIONED_TABLE(
                "CREATE TABLE t (id int, note text) PARTITION BY LIST (id);"
                        + " CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t DEFAULT;"
                        + " INSERT INTO t VALUES (1, 'x'), (2, 'y');",
                "ALTER TABLE t DROP COLUMN note;",
                "column @.t.note: 2 values"),
        COLUMN_OF_A_PARENT(
                "CREATE TABLE t (id int, note text); CREATE TABLE c () INHERITS (t); INSERT INTO c VALUES (1, 'x');",
                "ALTER TABLE t DROP COLUMN note;",
                "column @.c.note: 1 value"),
        ENUM_CASCADE(
                "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id int, v e); INSERT INTO t VALUES (1, 'a');",
                "DROP TYPE e CASCADE;",
                "column @.t.v: 1 value"),
        DOMAIN_CASCADE(
                "CREATE DOMAIN d AS int; CREATE TABLE t (id int, v d); INSERT INTO t VALUES (1, 1);",
                "DROP DOMAIN d CASCADE;",
                "column @.t.v: 1 value"),
        TYPE_CASCADE_IN_A_TYPE(
                "CREATE TYPE e AS ENUM ('a'); CREATE TYPE p AS (x int, v e); CREATE TABLE t (a p);"
                        + " INSERT INTO t VALUES ((1, 'a'));",
                "DROP TYPE e CASCADE;",
                "attribute @.t.a.v: 1 value"),
        EMPTY_TYPE_CASCADE(
                "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id int, v e); INSERT INTO t VALUES (1);",
                "DROP TYPE e CASCADE;",
                ""),
        TYPE_TO_NULL(NOTES, "ALTER TABLE t ALTER note TYPE text USING NULL;", "values of column @.t.note: 2 values"),
        TYPE_SHORTENED(
                NOTES,
                "ALTER TABLE t ALTER note TYPE varchar(2) USING left(note, 2);",
                "values of column @.t.note: not all stay as they are"),
        TYPE_TO_LENGTH(
                "CREATE TABLE t (note text); INSERT INTO t VALUES (repeat('x', 30));",
                "ALTER TABLE t ALTER note TYPE char(1) USING 'n';",
                "values of column @.t.note: not all stay as they are"),
        TYPE_ROUNDED(
                "CREATE TABLE t (n numeric); INSERT INTO t VALUES (1.25);",
                "ALTER TABLE t ALTER n TYPE int;",
                "values of column @.t.n: not all stay as they are"),
        TYPE_WITHOUT_TIME(
                "CREATE TABLE t (at timestamp); INSERT INTO t VALUES ('2020-01-01 10:00');",
                "ALTER TABLE t ALTER at TYPE date;",
                "values of column @.t.at: not all stay as they are"),
        TYPE_IN_PARTITIONS(
                "CREATE TABLE t (id int, note text) PARTITION BY LIST (id);"
                        + " CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t DEFAULT;"
                        + " INSERT INTO t VALUES (1, 'x'), (2, 'y');",
                "ALTER TABLE t ALTER note TYPE int USING NULL;",
                "values of column @.t.note: 2 values"),
        TYPE_OF_A_TABLE_TOO_LARGE_TO_COMPARE(
                "CREATE TABLE t (id bigint, x char(1000) DEFAULT ''); INSERT INTO t SELECT generate_series(1, 18000);",
                "ALTER TABLE t ALTER id TYPE int;",
                "values of column @.t.id: whether they stay as they are can't be looked at"),
        TYPE_NARROWER("CREATE TABLE t (n bigint); INSERT INTO t VALUES (1);", "ALTER TABLE t ALTER n TYPE int;", ""),
        TYPE_LONGER(
                "CREATE TABLE t (d date); INSERT INTO t VALUES ('2020-01-01');",
                "ALTER TABLE t ALTER d TYPE timestamp;",
                ""),
        TYPE_ENUM_TO_TEXT(
                "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (v e); INSERT INTO t VALUES ('a');",
                "ALTER TABLE t ALTER v TYPE text; DROP TYPE e;",
                ""),
        TYPE_TEXT_TO_INT(
                "CREATE TABLE t (v text); INSERT INTO t VALUES ('12'), (NULL);",
                "SET DateStyle = 'German'; ALTER TABLE t ALTER v TYPE int USING v::int;",
                ""),
        TYPE_OF_NULLS(
                "CREATE TABLE t (id int, v text); INSERT INTO t VALUES (1);",
                "ALTER TABLE t ALTER v TYPE int USING NULL;",
                ""),
        REWRITTEN_ONLY(NOTES, "ALTER TABLE t SET UNLOGGED; ALTER TABLE t ALTER id SET NOT NULL;", ""),
        DELETED_FEW(MANY, "DELETE FROM t WHERE id <= 90;", ""),
        DELETED_IN_PARTITIONS(PARTS, "DELETE FROM t WHERE id % 1000 < 90;", "rows of table @.t: 270 rows"),
        DELETED_FEW_IN_PARTITIONS(PARTS, "DELETE FROM t WHERE id % 1000 < 30;", ""),
        DELETED_ALL_OF_A_PARTITION(PARTS, "DELETE FROM t1;", "rows of table @.t: 600 rows"),
        DELETED_ALL_PARTITIONS(PARTS, "DELETE FROM t;", "all rows of table @.t: 1 800 rows"),
        DELETED_IN_MANY_TABLES(
                "DO $$ BEGIN FOR i IN 1..9 LOOP EXECUTE format('CREATE TABLE t%s AS SELECT generate_series(1, 99) AS id', i);"
                        + " END LOOP; END $$;",
                "DO $$ BEGIN FOR i IN 1..9 LOOP EXECUTE format('DELETE FROM t%s WHERE id <= 90', i); END LOOP; END $$;",
                "rows of table @.t9: 90 rows"),
        DELETED_BY_CASCADE(
                MANY + "CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE, n int);"
                        + " INSERT INTO c SELECT 1, generate_series(1, 300); INSERT INTO c VALUES (2, 0);",
                "DELETE FROM t WHERE id = 1;",
                "rows of table @.c: 300 rows"),
        DELETED_BY_TRIGGER(
                MANY + "CREATE TABLE s (id int); INSERT INTO s VALUES (1);"
                        + " CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql"
                        + " AS $$ BEGIN DELETE FROM @.t WHERE id > 10; RETURN NULL; END $$;"
                        + " CREATE TRIGGER g AFTER UPDATE ON s FOR EACH ROW EXECUTE FUNCTION f();",
                "UPDATE s SET id = 2;",
                "rows of table @.t: 490 rows"),
        DELETED_BY_QUERY(
                MANY,
                "WITH d AS (DELETE FROM t WHERE id > 10 RETURNING id) SELECT count(*) FROM d;",
                "rows of table @.t: 490 rows"),
        DELETED_BY_FUNCTION(
                MANY + "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM @.t WHERE id > 10';",
                "SELECT f();",
                "rows of table @.t: 490 rows"),
        DELETED_THROUGH_A_VIEW(
                MANY + "CREATE VIEW v AS SELECT * FROM t WHERE id > 10;",
                "DELETE FROM v;",
                "rows of table @.t: 490 rows"),
        REPLACED(
                MANY,
                "DELETE FROM t WHERE id > 10; INSERT INTO t SELECT generate_series(1001, 1500);",
                "rows of table @.t: 490 rows"),
        MOVED_TO_ANOTHER_PARTITION(PARTS, "UPDATE t SET id = id + 600 WHERE id < 600;", ""),
        MOVED_AND_DELETED(
                PARTS,
                "DELETE FROM t WHERE id BETWEEN 300 AND 599; UPDATE t SET id = id + 1700 WHERE id < 300;",
                "rows of table @.t: 300 rows"),
        TRUNCATED_PARTITION(PARTS, "TRUNCATE t2;", "all rows of table @.t2: 600 rows"),
        TRUNCATED_AND_FILLED(MANY, "TRUNCATE t; INSERT INTO t VALUES (1);", "all rows of table @.t: 500 rows"),
        DETACHED_AND_DROPPED(PARTS, "ALTER TABLE t DETACH PARTITION t2; DROP TABLE t2;", "table @.t2: 600 rows"),
        UNLOGGED("CREATE UNLOGGED TABLE t (id int); INSERT INTO t VALUES (1);", "DROP TABLE t;", "table @.t: 1 row"),
        INHERITED(
                "CREATE TABLE t (id int); CREATE TABLE c () INHERITS (t); INSERT INTO c VALUES (1);",
                "DROP TABLE t CASCADE;",
                "table @.c: 1 row"),
        DROPPED_FOR_A_COPY(
                MANY,
                "CREATE TEMP TABLE k AS TABLE t; DROP TABLE t; CREATE TABLE t AS TABLE k;",
                "table @.t: 500 rows"),
        OWNED(MANY + "CREATE TABLE o (id int);", "DROP SCHEMA @ CASCADE;", "table @.t: 500 rows"),
        LARGE_OBJECTS(
                "CREATE TABLE t (o oid); INSERT INTO t SELECT lo_create(0) FROM generate_series(1, 3);",
                "SELECT lo_unlink(o) FROM t;",
                "large objects: 3 objects"),
        LARGE_OBJECTS_OF_ITS_OWN("", "SELECT lo_unlink(lo_create(0));", ""),
        MATERIALIZED_VIEW(MANY + "CREATE MATERIALIZED VIEW v AS TABLE t;", "DROP MATERIALIZED VIEW v;", ""),
        DEFAULT_POINT(MANY + "ALTER TABLE t ADD p point DEFAULT '(0,0)';", "ALTER TABLE t DROP p;", ""),
        DEFAULT_JSON(MANY + "ALTER TABLE t ADD p json DEFAULT '{\"f\": \"(x)\"}';", "ALTER TABLE t DROP p;", ""),
        DEFAULT_POLYGON(MANY + "ALTER TABLE t ADD p polygon DEFAULT '((0,0),(1,1))';", "ALTER TABLE t DROP p;", ""),
        DEFAULT_NAN(MANY + "ALTER TABLE t ADD p float DEFAULT 'NaN';", "ALTER TABLE t DROP p;", ""),
        DEFAULT_NUMERIC(MANY + "ALTER TABLE t ADD p numeric(10, 2) DEFAULT 1.5;", "ALTER TABLE t DROP p;", ""),
        DEFAULT_VARCHAR(MANY + "ALTER TABLE t ADD p varchar(9) DEFAULT 'f(x)';", "ALTER TABLE t DROP p;", ""),
        DEFAULT_ARRAY(MANY + "ALTER TABLE t ADD p text[] DEFAULT ARRAY['(']::text[];", "ALTER TABLE t DROP p;", ""),
        DEFAULT_COMPOSITE(
                ADDRESS + MANY + "ALTER TABLE t ADD p addr DEFAULT ROW('x', NULL);", "ALTER TABLE t DROP p;", ""),
        BOX_OF_THE_SAME_AREA(
                MANY + "ALTER TABLE t ADD p box DEFAULT '(1,1),(0,0)'; UPDATE t SET p = '(2,2),(1,1)' WHERE id = 1;",
                "ALTER TABLE t DROP p;",
                "column @.t.p: 1 value"),
        NULL_INSTEAD_OF_THE_DEFAULT(
                MANY + "ALTER TABLE t ADD p int DEFAULT 1; UPDATE t SET p = NULL WHERE id <= 5;",
                "ALTER TABLE t DROP p;",
                "column @.t.p: 5 values"),
        NULL_AND_THE_DEFAULT_DROPPED_FIRST(
                MANY + "ALTER TABLE t ADD p int DEFAULT 1; UPDATE t SET p = NULL WHERE id <= 5;",
                "ALTER TABLE t ALTER p DROP DEFAULT; ALTER TABLE t DROP p;",
                "column @.t.p: 5 values"),
        NULL_AND_ANOTHER_DEFAULT_SET_FIRST(
                MANY + "ALTER TABLE t ADD p int DEFAULT 1; UPDATE t SET p = 2 WHERE id <= 5;",
                "ALTER TABLE t ALTER p SET DEFAULT 2; ALTER TABLE t DROP p;",
                "column @.t.p: 5 values"),
        DEFAULT_DROPPED_FIRST(
                MANY + "ALTER TABLE t ADD p int DEFAULT 1;",
                "ALTER TABLE t ALTER p DROP DEFAULT; ALTER TABLE t DROP p;",
                ""),
        DEFAULT_NULL(MANY + "ALTER TABLE t ADD p int DEFAULT NULL;", "ALTER TABLE t DROP p;", ""),
        DEFAULT_NULL_OF_A_TYPE(
                MANY + "ALTER TABLE t ADD p varchar(3) DEFAULT NULL::varchar;", "ALTER TABLE t DROP p;", ""),
        DEFAULT_NOW(
                MANY + "ALTER TABLE t ADD p timestamptz DEFAULT now();",
                "ALTER TABLE t DROP p;",
                "column @.t.p: 500 values"),
        OTHER_DATABASE(
                "",
                "transaction:false\nDROP DATABASE IF EXISTS none_@;",
                "what it takes away is not known: it drops a database"),
        COUNTERS_OFF(
                true,
                MANY,
                "SET LOCAL track_counts = off; DELETE FROM t WHERE id > 10;",
                "rows of table @.t: whether any go is not known"),
        COUNTERS_OFF_AROUND(
                true,
                MANY,
                "SET track_counts = off; DELETE FROM t WHERE id > 10; RESET track_counts;",
                "rows of table @.t: whether any go is not known"),
        COUNTERS_OFF_AND_FILLED(
                true,
                MANY,
                "SELECT set_config('track_counts', 'off', true); TRUNCATE t; INSERT INTO t VALUES (1);"
                        + " SELECT set_config('track_counts', 'on', true);",
                "rows of table @.t: whether any go is not known");

        private final boolean superuser;
        private final String before;
        private final String down;
        private final String asked;

        Way(String before, String down, String asked) {
            this(false, before, down, asked);
        }

        Way(boolean superuser, String before, String down, String asked) {
            this.superuser = superuser;
            this.before = before;
            this.down = down;
            this.asked = asked;
        }

        private String domain() {
            return "d_" + name().toLowerCase(Locale.ROOT);
        }

        private String here(String text) {
            return text.replace("@", domain());
        }
    }

    @TempDir
    static Path folder;

    private static final TestDatabase DB = TestDatabase.empty();

    private static String owner = "";

    /** All of them are applied by one run. */
    @BeforeAll
    static void applied() {
        owner = DB.createRole("owner");
        DB.execute("ALTER DATABASE " + DB.name() + " OWNER TO " + owner);
        for (Way way : Way.values()) {
            write(way);
        }
        Cli.Result migrated = Cli.in(folder).on(DB.url(owner)).run("migrate", "-q");
        assertThat(migrated.exit()).as(migrated.out() + migrated.err()).isZero();
    }

    @AfterAll
    static void gone() {
        DB.close();
    }

    private static void write(Way way) {
        String to = "sql/" + way.domain() + "/";
        boolean outside = way.down.startsWith("transaction:false\n");
        Cli.in(folder)
                .file(to + "domain.properties", "requires=\n")
                .file(to + "001_before.sql", "-- migrate:up\n" + way.here(way.before) + "\n")
                .file(
                        to + "002_effect.sql",
                        "-- migrate:up\nSELECT 1;\n-- migrate:down" + (outside ? " " : "\n") + way.here(way.down)
                                + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void isAskedAboutAsOwnerAndAsSuperuser(Way way) {
        List<String> who = way.superuser ? List.of(DB.url()) : List.of(DB.url(owner), DB.url());
        // What isn't asked about is gone then, and can't be taken back twice.
        for (String url : way.asked.isEmpty() ? who.subList(0, 1) : who) {
            Cli.Result result = Cli.in(folder).on(url).run("rollback", way.domain(), "--steps", "1");

            if (way.asked.isEmpty()) {
                assertThat(result.exit()).as(result.out() + result.err()).isZero();
            } else {
                assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
                assertThat(result.err()).contains(way.here(way.asked), "nothing was taken back");
            }
        }
    }
}
