package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small migrations of the everyday kind: a table, an index, a comment.
 *
 * @param schema where they go
 * @param first number of the first
 * @param last number of the last; those before the first are there already
 */
record Migrations(String schema, int first, int last) {
    Migrations(String schema, int count) {
        this(schema, 1, count);
    }

    /** Counts what stands of them in a database. */
    String standing() {
        return "SELECT count(*) || ' tables, ' || count(obj_description(oid, 'pg_class')) || ' comments, '"
                + " || (SELECT count(*) FROM pg_indexes WHERE schemaname = '" + schema
                + "' AND indexname ~ '_code_idx$') || ' indexes'"
                + " FROM pg_class WHERE relnamespace = to_regnamespace('" + schema
                + "')::oid AND relname ~ '^t[0-9]+$' AND relkind = 'r'";
    }

    String whole() {
        return last + " tables, " + last + " comments, " + last + " indexes";
    }

    static String none() {
        return "0 tables, 0 comments, 0 indexes";
    }

    String name(int number) {
        return "20260101%06d_create_t%d".formatted(number, number);
    }

    List<Integer> numbers() {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    String up(int number) {
        return """
                CREATE TABLE %1$s.t%2$d (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  code text NOT NULL,
                  created_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX t%2$d_code_idx ON %1$s.t%2$d (code);
                COMMENT ON TABLE %1$s.t%2$d IS 'Table number %2$d.';
                """.formatted(schema, number);
    }

    String down(int number) {
        return "DROP TABLE " + schema + ".t" + number + ";\n";
    }

    /** As Bailiwick and dbmate have them: both sections in one file. */
    String text(int number) {
        return "-- migrate:up\n" + up(number) + "-- migrate:down\n" + down(number);
    }

    /** As a Bailiwick project. */
    Path project(Testbed testbed, String name, String properties) {
        testbed.folder(name + "/sql/" + schema);
        for (int number : numbers()) {
            testbed.file(name + "/sql/" + schema + "/" + name(number) + ".sql", text(number));
        }
        testbed.file(name + "/sql/" + schema + "/domain.properties", properties);
        return testbed.folder().resolve(name);
    }

    /** As files of up sections, for who takes nothing else. */
    Path plain(Testbed testbed, String name) {
        Path folder = testbed.folder(name);
        for (int number : numbers()) {
            testbed.file(name + "/" + name(number) + ".sql", up(number));
        }
        return folder;
    }
}
