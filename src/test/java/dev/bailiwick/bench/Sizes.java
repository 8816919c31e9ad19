package dev.bailiwick.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is unusually large: how long it takes once, and how much memory. */
final class Sizes {
    private static final String DATABASE = "bench_size";
    private static final long MB = 1L << 20;

    private final Testbed testbed;
    private final Report report;

    Sizes(Testbed testbed, Report report) {
        this.testbed = testbed;
        this.report = report;
    }

    void measure() {
        migrations();
        domains();
        notices();
        function();
        migration();
        seed();
        tables();
    }

    private void migrations() {
        Migrations many = new Migrations("bench", 10_000);
        Path project = many.project(testbed, "tenfold", "");
        run("10,000 migrations in one domain", project, "migrate");
        testbed.require(DATABASE, many.standing(), many.whole());
    }

    private void domains() {
        int domains = 200;
        for (int i = 1; i <= domains; i++) {
            new Migrations("d" + i, 5).project(testbed, "domains", "");
        }
        run("200 domains of 5 migrations", testbed.folder().resolve("domains"), "migrate");
        testbed.require(DATABASE, "SELECT count(*) FROM pg_tables WHERE tablename = 't5'", Integer.toString(domains));
    }

    private void notices() {
        Path project = project("notices", """
                DO $$ BEGIN
                  FOR i IN 1 .. 100000 LOOP RAISE NOTICE 'notice number %', i; END LOOP;
                END $$;
                """);
        run("100,000 NOTICEs", project, "migrate");
    }

    private void function() {
        String line = "  -- a line of a very long body, which says nothing and goes on for ever and ever\n";
        Path project = project(
                "function",
                "CREATE FUNCTION long() RETURNS int LANGUAGE plpgsql AS $$ BEGIN\n"
                        + line.repeat((int) (10 * MB / line.length())) + "RETURN 1; END $$;\n");
        run("a function body of 10 MB", project, "migrate");
    }

    private void migration() {
        Path project = project("large", "");
        String row = "('" + "x".repeat(90) + "')";
        write(
                project.resolve("sql/bench/001_x.sql"),
                200 * MB,
                "-- migrate:up\nCREATE TABLE l (a text);\n",
                "INSERT INTO l VALUES " + (row + ", ").repeat(9) + row + ";\n",
                "-- migrate:down\nDROP TABLE l;\n");
        run("a migration of 200 MB", project, "migrate");
    }

    private void seed() {
        Path project = project("seed", "CREATE TABLE s (a bigint, b text);\n");
        testbed.file("seed/sql/bench/seeds/001_s.sql", "\\copy s from 's.csv' with (format csv)\n");
        write(project.resolve("sql/bench/seeds/s.csv"), 1024 * MB, "", "4711," + "y".repeat(100) + "\n", "");
        run("a seed of 1 GB through \\copy", project, "setup");
    }

    /** A file that says something and, until it is so large, the same again and again. */
    private static void write(Path file, long size, String first, String again, String last) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(first);
            for (long written = 0; written < size; written += again.length()) {
                out.write(again);
            }
            out.write(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tables() {
        Path project = project("beside", "CREATE TABLE one_more (a int);\n");
        testbed.empty(DATABASE);
        testbed.execute(DATABASE, "CREATE SCHEMA ballast");
        for (int from = 1; from <= 50_000; from += 1000) {
            testbed.execute(DATABASE, """
                    DO $$ BEGIN FOR i IN %d .. %d LOOP
                      EXECUTE format('CREATE TABLE ballast.b%%s (id bigint PRIMARY KEY, a text)', i);
                    END LOOP; END $$""".formatted(from, from + 999));
        }
        testbed.execute(DATABASE, "VACUUM ANALYZE pg_class");
        measured("a migration beside 50,000 tables", project, "migrate");
    }

    private Path project(String name, String up) {
        testbed.file(name + "/sql/bench/001_x.sql", "-- migrate:up\n" + up + "-- migrate:down\n");
        return testbed.folder().resolve(name);
    }

    private void run(String what, Path project, String command) {
        testbed.empty(DATABASE);
        measured(what, project, command);
    }

    private void measured(String what, Path project, String command) {
        testbed.settle();
        Measurement measured =
                testbed.bailiwick(project, testbed.url(DATABASE), command).run();
        report.add(new Figure(
                what,
                measured.millis() / 1000,
                Unit.SECONDS,
                null,
                String.format(Locale.ROOT, "%.0f MB resident at most", measured.megabytes())));
    }
}
