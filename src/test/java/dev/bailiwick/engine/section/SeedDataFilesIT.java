package dev.bailiwick.engine.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data files of seeds: where they are read from, in which shapes, and what is said when they are wrong. */
@Timeout(120)
class SeedDataFilesIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_t.sql", "CREATE TABLE t (id int, name text);", "DROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private Cli.Result load(String copy) {
        cli.file("sql/shop/seeds/1.sql", "TRUNCATE t;\n" + copy + "\n");
        return cli.run("seed", "shop");
    }

    private String rows() {
        return db.query("SELECT string_agg(id || coalesce(name, '-'), ' ' ORDER BY id) FROM shop.t");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Path seeds() throws IOException {
        return Files.createDirectories(folder.resolve("sql/shop/seeds"));
    }

    /** What psql loads, we load. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\copy t from 'f.csv' csv header",
                "\\copy shop.t (id, name) from f.csv with (format csv, header true)",
                "\\copy t(id,name)from 'f.csv'csv header",
                "\\copy \"t\" (\"id\", name) FROM 'f.csv' DELIMITER ',' CSV HEADER;",
                "\\copy t (id, name) from 'f.csv' (format csv, header) where id > 1",
                "\\copy t from 'f.tsv'",
                "\\copy t from 'f.tsv' with (null '-', encoding 'UTF8')",
                "\\copy t from 'crlf.csv' csv",
                "\\copy t from 'dot.tsv'",
                "\\copy t (name) from 'whole.txt' (format csv, delimiter E'\\x01', quote E'\\x02')",
            })
    void loadsWhatPsqlLoads(String copy) throws Exception {
        cli.file("sql/shop/seeds/f.csv", "id,name\n1,\"one, \"\"1\"\"\"\n2,\n3,\"a\nb\"\n")
                .file("sql/shop/seeds/f.tsv", "1\tone\\tx\n2\t\\N\n3\t-")
                .file("sql/shop/seeds/crlf.csv", "1,one\r\n2,two\r\n")
                .file("sql/shop/seeds/dot.tsv", "1\tone\n\\.\n2\ttwo\n")
                .file("sql/shop/seeds/whole.txt", "ก ข\nค\n");
        db.execute("CREATE TABLE IF NOT EXISTS expected (LIKE shop.t)");
        assumeTrue(psql("SET search_path = shop;\n\\copy t from 'f.csv' csv header\n") == 0, "no psql here");
        db.execute("TRUNCATE shop.t");
        assertThat(psql("SET search_path = shop;\n" + copy + "\n")).isZero();
        db.execute("INSERT INTO expected SELECT * FROM shop.t");

        Cli.Result result = load(copy);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(db.query("SELECT count(*) FROM (TABLE shop.t EXCEPT ALL TABLE expected) x"))
                .isEqualTo("0");
        assertThat(db.query("SELECT count(*) > 0 AND count(*) = (SELECT count(*) FROM expected) FROM shop.t"))
                .isEqualTo("t");
    }

    private int psql(String script) throws Exception {
        Files.writeString(folder.resolve("script.sql"), script);
        try {
            Process psql = new ProcessBuilder(
                            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", folder + "/script.sql", db.url())
                    .directory(seeds().toFile())
                    .inheritIO()
                    .start();
            return psql.waitFor();
        } catch (IOException e) {
            return 127;
        }
    }

    @Test
    void gzipIsUnpackedByItsSuffix() throws IOException {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(gzip("1,one\n"));
        two.write(gzip("2,two\n"));
        cli.file("sql/shop/seeds/a.csv.gz", two.toByteArray());

        Cli.Result loaded = load("\\copy t from 'a.csv.gz' csv");

        assertThat(loaded.exit()).as(loaded.err()).isZero();
        assertThat(rows()).isEqualTo("1one 2two");
        assertThat(loaded.out()).contains("2 rows");
    }

    @Test
    void brokenGzipIsRolledBackInClearWords() throws IOException {
        byte[] whole = gzip("1,one\n".repeat(50_000));
        byte[] wrong = whole.clone();
        wrong[wrong.length - 6] ^= 1;
        byte[] second =
                ByteBuffer.allocate(2 * whole.length).put(whole).put(wrong).array();
        cli.file("sql/shop/seeds/cut.gz", Arrays.copyOf(whole, whole.length / 2))
                .file("sql/shop/seeds/second.gz", second)
                .file("sql/shop/seeds/half.gz", Arrays.copyOf(second, whole.length + 6))
                .file("sql/shop/seeds/behind.gz", Arrays.copyOf(whole, whole.length + 3))
                .file("sql/shop/seeds/sum.gz", wrong)
                .file("sql/shop/seeds/plain.gz", "1,one\n");

        for (String file : new String[] {"cut.gz", "sum.gz", "plain.gz", "second.gz", "half.gz", "behind.gz"}) {
            Cli.Result broken = load("INSERT INTO t VALUES (0);\n\\copy t from '" + file + "' csv");

            assertThat(broken.exit()).isEqualTo(4);
            assertThat(broken.said())
                    .contains("cannot read sql/shop/seeds/" + file + ": it", "gzip", "at sql/shop/seeds/1.sql:3:1")
                    .contains("rolled back: nothing of it stands", "mend sql/shop/seeds/" + file);
            assertThat(rows()).isEmpty();
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'failure'"))
                .isEqualTo("6");
    }

    @Test
    void anErrorInTheDataPointsIntoTheDataFile() throws IOException {
        cli.file("sql/shop/seeds/a.csv", "id,name\r\n1,one\r\ntwo,zwei\r\n")
                .file("sql/shop/seeds/b.csv.gz", gzip("1,one\n2,two,three\n"));

        Cli.Result wrong = load("\\copy t from 'a.csv' csv header");
        assertThat(wrong.exit()).isEqualTo(4);
        assertThat(wrong.said())
                .contains("1.sql failed at sql/shop/seeds/a.csv:3:1 3 | two,zwei", "next: mend sql/shop/seeds/a.csv");
        assertThat(load("\\copy t from 'b.csv.gz' csv").said())
                .contains("at sql/shop/seeds/b.csv.gz:2:1 2 | 2,two,three", "extra data after last expected column");
        assertThat(load("\\copy nowhere from 'a.csv' csv").said()).contains("at sql/shop/seeds/1.sql:2:1");
        assertThat(load("\\copy t from 'a.csv' (format cvs)").said()).contains("1.sql:2:23");
    }

    @Test
    void theFolderThatIsNamedComesFirst() throws IOException {
        cli.file("sql/shop/seeds/tmt/a.csv", "1,seeds\n").file("sql/shop/seeds/tmt/b.csv", "2,seeds\n");
        Files.createDirectories(outside.resolve("tmt"));
        Files.writeString(outside.resolve("tmt/a.csv"), "1,data\n");
        cli.file("sql/shop/seeds/1.sql", "\\copy t from 'tmt/a.csv' csv\n\\copy t from 'tmt/b.csv' csv\n");

        assertThat(cli.run("seed", "shop", "--data", outside.toString()).exit()).isZero();

        assertThat(rows()).isEqualTo("1data 2seeds");
        assertThat(cli.run("seed", "--data", outside + "/nowhere").exit()).isEqualTo(2);
    }

    @Test
    void nothingOutsideOfTheFoldersIsRead() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret.csv"), "1,secret\n");
        Files.createSymbolicLink(seeds().resolve("link.csv"), secret);
        Files.createSymbolicLink(seeds().resolve("folder"), outside);
        Files.createSymbolicLink(seeds().resolve("inside.csv"), Path.of("real.csv"));
        cli.file("sql/shop/seeds/real.csv", "1,real\n").file("sql/a.csv", "1,a\n");
        new ProcessBuilder("mkfifo", seeds().resolve("pipe").toString()).start().waitFor();

        for (String file : new String[] {
            "../../a.csv",
            "x/../../../a.csv",
            secret.toString(),
            "/etc/hostname",
            "~/a.csv",
            "link.csv",
            "folder/secret.csv",
            "folder",
            ".",
            "pipe",
            "/dev/stdin"
        }) {
            Cli.Result refused = load("\\copy t from '" + file + "' csv");
            assertThat(refused.exit()).as(file).isEqualTo(3);
            assertThat(refused.said()).as(file).contains("error: ", "1.sql:2:1", "nothing was run");
        }
        assertThat(load("\\copy t from 'inside.csv' csv").exit()).isZero();
        assertThat(load("\\copy t from 'raal.csv' csv").said()).contains("did you mean real.csv?");
        assertThat(rows()).isEqualTo("1real");
    }

    /** Nothing piles up on either side of the wire. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void aNoticeForEachRowIsHeard(int width) throws IOException {
        db.execute("""
                CREATE FUNCTION shop.speak() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE NOTICE 'row % of %', NEW.id, repeat('x', 100); RETURN NEW; END $$;
                CREATE TRIGGER speak BEFORE INSERT ON shop.t FOR EACH ROW EXECUTE FUNCTION shop.speak();
                """);
        cli.file(
                "sql/shop/seeds/loud.csv",
                IntStream.range(0, 100_000)
                        .mapToObj(i -> i + "," + "y".repeat(width) + "\n")
                        .collect(Collectors.joining()));

        Cli.Result loud = assertTimeoutPreemptively(Duration.ofSeconds(40), () -> load("\\copy t from 'loud.csv' csv"));

        assertThat(loud.exit()).isZero();
        assertThat(loud.out() + loud.err()).contains("row 0 of", "row 99999 of");
        assertThat(db.query("SELECT count(*) FROM shop.t")).isEqualTo("100000");
    }

    @Test
    void noSqlFileIsPassedOverInSilence() {
        cli.file("sql/shop/seeds/README.md", "text").file("sql/shop/seeds/old/x.sql", "SELECT 1;");
        assertThat(load("SELECT 1;").said()).contains("sql/shop/seeds/old holds x.sql, and seeds lie directly in");
        cli.file("sql/shop/seeds/.b.sql", "")
                .file("sql/shop/seeds/C.SQL", "")
                .file("sql/shop/seeds/d.sql", new byte[] {-1});
        assertThat(load("SELECT 1;").said())
                .contains("seeds/.b.sql is hidden", "seeds/C.SQL is no seed", "seeds/d.sql is not UTF-8", "4 errors");
        assertThat(cli.run("validate", "--offline").exit()).isEqualTo(3);
    }

    @Test
    void aMillionRowsAreLoadedWithin64MegabytesOfHeap() throws Exception {
        Path program = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(program), "the distribution is not built");
        try (BufferedWriter csv = Files.newBufferedWriter(seeds().resolve("big.csv"))) {
            for (int i = 0; i < 1_000_000; i++) {
                csv.write(i + ",a name that makes the file larger than the heap that is to read it: it has eighty\n");
            }
        }
        cli.file("sql/shop/seeds/1.sql", "\\copy t from 'big.csv' csv\n");
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "seed", "shop").directory(folder.toFile());
        builder.environment().put("BAILIWICK_JAVA_OPTS", "-Xmx64m");
        builder.environment().put("DATABASE_URL", db.url());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());

        Process process = builder.start();

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out.txt"))).contains("1 000 000 rows");
        assertThat(process.exitValue()).isZero();
        assertThat(Files.size(seeds().resolve("big.csv"))).isGreaterThan(64 << 20);
        assertThat(db.query("SELECT count(*) FROM shop.t")).isEqualTo("1000000");
    }
}
