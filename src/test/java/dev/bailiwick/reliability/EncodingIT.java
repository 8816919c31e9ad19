package dev.bailiwick.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import dev.bailiwick.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases in every encoding that PostgreSQL stores: what they can hold is run and recorded, what they lack is told by its place. */
@Timeout(120)
class EncodingIT {
    /** In no encoding but Unicode's. */
    private static final String LACKED = "\uD83D\uDE80";

    @TempDir
    Path folder;

    @RegisterExtension
    final TestDatabase unicode = TestDatabase.perTest();

    private String database = "";

    @AfterEach
    void drop() {
        if (!database.isEmpty()) {
            unicode.execute("DROP DATABASE " + database + " WITH (FORCE)");
        }
    }

    private Cli in(String encoding) {
        database = unicode.name() + "_" + encoding.toLowerCase(Locale.ROOT);
        unicode.execute("CREATE DATABASE " + database + " ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
        return Cli.in(folder).on(unicode.url().replace(unicode.name(), database));
    }

    private String ask(String sql) {
        try (Connection connection = TestServer.get().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A whole story, with a letter that the encoding has: in a name, a comment, a value, a file name, data. */
    @ParameterizedTest
    @CsvSource({
        "UTF8, \u0416",
        "SQL_ASCII, \u0416",
        "LATIN1, \u00e9",
        "LATIN2, \u0159",
        "LATIN3, \u0127",
        "LATIN4, \u0137",
        "LATIN5, \u011f",
        "LATIN6, \u0111",
        "LATIN7, \u017e",
        "LATIN8, \u0175",
        "LATIN9, \u20ac",
        "LATIN10, \u0219",
        "WIN1250, \u0159",
        "WIN1251, \u0416",
        "WIN1252, \u20ac",
        "WIN1253, \u03b1",
        "WIN1254, \u011f",
        "WIN1255, \u05d0",
        "WIN1256, \u0634",
        "WIN1257, \u017e",
        "WIN1258, \u00e9",
        "WIN866, \u0416",
        "WIN874, \u0e01",
        "KOI8R, \u0416",
        "KOI8U, \u0457",
        "ISO_8859_5, \u0416",
        "ISO_8859_6, \u0634",
        "ISO_8859_7, \u03b1",
        "ISO_8859_8, \u05d0",
        "EUC_JP, \u65e5",
        "EUC_CN, \u4e2d",
        "EUC_KR, \ud55c",
        "EUC_TW, \u4e2d",
        "EUC_JIS_2004, \u65e5"
    })
    void aWholeStory(String encoding, String letter) {
        Cli cli = in(encoding)
                .migration(
                        "shop",
                        "001_" + letter + ".sql",
                        "-- " + letter + "\nCREATE TABLE t (id int PRIMARY KEY, name text DEFAULT '" + letter + "');",
                        "DROP TABLE t;")
                .migration("shop", "002_d.sql", "COPY t FROM STDIN;\n1\t" + letter + "\n\\.", "TRUNCATE t;")
                .file("sql/shop/seeds/1.sql", "\\copy t from '" + letter + ".csv' csv\n")
                .file("sql/shop/seeds/" + letter + ".csv", "2," + letter + "\n");

        for (String command :
                List.of("migrate", "status", "seed shop", "drift", "validate", "rollback shop --yes", "migrate")) {
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.exit()).as("%s: %s", command, result.err()).isZero();
        }
        assertThat(ask("SELECT count(*) || min(source) FROM shop.schema_migrations"))
                .contains("2", letter);
        cli.migration("shop", "003_x.sql", "SELECT 1;\nSELECT '" + letter + "'::int;", "SELECT 1;");
        Cli.Result failed = cli.run("migrate");
        assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
        assertThat(failed.err()).contains("003_x.sql:3:8");
        assertThat(ask("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains("22P02", letter);
    }

    /** What the database lacks is told by its place and recorded, wherever it stands; what comes before it is applied. */
    @ParameterizedTest
    @CsvSource({
        "LATIN1, 'SELECT 1;\n-- X\nSELECT 2;', 3:4",
        "EUC_JP, 'SELECT 1;\nSELECT ''X'';', 3:9",
        "LATIN1, 'SELECT 1;\nCOPY a FROM STDIN;\n1\n\\.\n-- X', 6:4",
        "KOI8R, 'CREATE TABLE x (id int); -- X', 2:29",
        "LATIN9, 'SELECT 1;\n\n-- migrate:down\nSELECT 1;\n-- X', 6:4"
    })
    void whatTheEncodingLacksIsTold(String encoding, String up, String place) throws IOException {
        Cli cli = in(encoding).migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b ();", "DROP TABLE b;");
        String down = up.contains("migrate:down") ? "" : "-- migrate:down\nSELECT 1;\n";
        cli.file("sql/shop/003_x.sql", "-- migrate:up\n" + up.replace("X", LACKED) + "\n" + down);
        cli.migration("shop", "004_c.sql", "CREATE TABLE c ();", "DROP TABLE c;");

        lacks(cli.run("migrate"), place);

        cli.file("sql/shop/003_x.sql", outside(folder.resolve("sql/shop/003_x.sql")));
        lacks(cli.run("migrate"), place);
        cli.migration("shop", "003_x.sql", "SELECT 1;", "SELECT 1;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private void lacks(Cli.Result failed, String place) {
        assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
        assertThat(failed.said()).contains("003_x.sql:" + place, "22P05", "003_x.sql failed");
        assertThat(ask("SELECT string_agg(filename || success, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("001_a.sqltrue 002_b.sqltrue 003_x.sqlfalse");
        assertThat(ask("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains("22P05", "003_x.sql:" + place);
    }

    /** A file's text with its up section outside a transaction. */
    private static String outside(Path file) throws IOException {
        return Files.readString(file).replace("-- migrate:up\n", "-- migrate:up transaction:false\n");
    }

    /** Escape strings that are no text, in any encoding: the server says so without a position, before it runs anything. */
    @ParameterizedTest
    @CsvSource({
        "'SELECT 1;\nSELECT ''E'', E''\\xff'';', 3:13",
        "'SELECT 1; SELECT 2;\n\nSELECT 3; SELECT E''a\\000b'';', 4:18",
        "'SELECT E''\\xe4'';\nSELECT 3;', 2:8",
        "'CREATE TABLE x (id int);\nDO $$ BEGIN PERFORM 1; END $$;\n/* c */ INSERT INTO x SELECT length(E''\\377\\'''');', 4:37"
    })
    void escapesThatAreNoTextAreTold(String up, String place) {
        Cli cli = Cli.in(folder).on(unicode);
        for (int i = 1; i <= 3; i++) {
            cli.migration("shop", "00" + i + "_t.sql", "CREATE TABLE t" + i + " ();", "DROP TABLE t" + i + ";");
        }
        cli.migration("shop", "004_x.sql", up, "SELECT 1;");
        cli.migration("shop", "005_t.sql", "CREATE TABLE t5 ();", "DROP TABLE t5;");

        for (String[] command : List.of(new String[] {"migrate"}, new String[] {"migrate", "--one-transaction"})) {
            Cli.Result failed = cli.run(command);
            assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
            assertThat(failed.said()).contains("sql/shop/004_x.sql:" + place, "22021", "sql/shop/004_x.sql failed");
        }
        assertThat(unicode.query("SELECT string_agg(filename || success, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("001_t.sqltrue 002_t.sqltrue 003_t.sqltrue 004_x.sqlfalse");
        assertThat(unicode.query("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains("22021", "004_x.sql:" + place);
    }

    /** Nothing of ours needs more than every encoding has. */
    @Test
    void whatWeSendIsAscii() throws IOException {
        try (Stream<Path> resources = Files.walk(Path.of("src/main/resources/dev/bailiwick/db"))) {
            for (Path resource : resources.filter(Files::isRegularFile).toList()) {
                assertThat(US_ASCII.newEncoder().canEncode(Files.readString(resource)))
                        .as("%s", resource)
                        .isTrue();
            }
        }
        try (CutProxy proxy = CutProxy.to(unicode.host(), unicode.port())) {
            Cli cli = Cli.in(folder)
                    .on(unicode.urlAt(proxy.port()))
                    .migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;")
                    .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;")
                    .file("sql/shop/003_i.sql", """
                            -- migrate:up transaction:false
                            CREATE INDEX CONCURRENTLY i ON t (id);
                            -- migrate:down transaction:false
                            DROP INDEX CONCURRENTLY i;
                            """)
                    .migration("other", "001_x.sql", "DROP TABLE shop.b;", "SELECT 1;")
                    .file("sql/shop/seeds/1.sql", "INSERT INTO t VALUES (1);\n");
            for (String command : List.of(
                    "migrate shop",
                    "migrate other",
                    "seed shop",
                    "status",
                    "validate",
                    "drift",
                    "drift --accept shop",
                    "rehearse",
                    "verify",
                    "rollback shop --yes",
                    "migrate shop",
                    "redo shop",
                    "mark other 001_x.sql --applied",
                    "mark other 001_x.sql --pending",
                    "repair shop",
                    "connection",
                    "wait",
                    "baseline other --to 001_x.sql",
                    "lint",
                    "reset --yes")) {
                cli.run(command.split(" "));
            }
            assertThat(proxy.messages().stream()
                            .filter(message ->
                                    message.from() == CutProxy.Side.CLIENT && "QP".indexOf(message.type()) >= 0)
                            // behind the message's length
                            .map(message -> new String(message.bytes(), 5, message.bytes().length - 5, UTF_8))
                            .filter(text -> !US_ASCII.newEncoder().canEncode(text))
                            .toList())
                    .isEmpty();
        }
    }
}
