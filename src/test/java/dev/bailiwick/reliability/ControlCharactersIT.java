package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No command sends a terminal what names, SQL, arguments or servers hold in control characters. */
@Timeout(120)
class ControlCharactersIT {
    /** Clears the screen, rings, sets the title, begins a C1 sequence, turns the direction, goes back in the line. */
    private static final String EVIL = "\u001b[2J\u0007\u001b]0;x\u0007\u009b31m\u0085\u202e\u2066\u2028\r\b\u007f";

    private static final String IN_SQL = "E'" + "\\x1b[2J\\x07\\u009b31m\\u202e\\r\\n\\u2028" + "'";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
    }

    /** Runs a command, looks for what steers a terminal, and gives both streams. */
    private String run(String... arguments) {
        Cli.Result result = cli.run(arguments);
        String text = result.out() + result.err();
        text.codePoints().forEach(c -> assertThat(steers(c))
                .as("U+%04X in what %s said:%n%s", c, List.of(arguments), text)
                .isFalse());
        assertThat(text).doesNotContain("a bug in Bailiwick");
        return text;
    }

    private static boolean steers(int c) {
        return (Character.isISOControl(c) && c != '\n')
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }

    @Test
    void whatServersAndFilesSay() {
        cli.migration(
                "shop",
                "001_a.sql",
                "/* " + EVIL + " */\nCREATE TABLE a (\"x" + EVIL
                        + "\" text);\nDO $$ BEGIN RAISE NOTICE USING MESSAGE = " + IN_SQL + ", DETAIL = " + IN_SQL
                        + ", HINT = " + IN_SQL + "; END $$;",
                "DO $$ BEGIN RAISE WARNING USING MESSAGE = " + IN_SQL + "; END $$; DROP TABLE a;");
        cli.migration(
                "shop",
                "002_b.sql",
                "DO $$ BEGIN RAISE USING MESSAGE = " + IN_SQL + ", DETAIL = " + IN_SQL + ", HINT = " + IN_SQL
                        + "; END /* " + EVIL + " */ $$;",
                "SELECT 1;");
        run("lint");
        run("lint", "--format", "github");
        assertThat(run("migrate", "-v")).contains("NOTICE: \\x1b[2J\\x07\\x9b31m\\u202e");
        assertThat(run("status")).contains("\\x1b[2J");
        run("validate");
        run("rehearse");
        run("rehearse", "--json");
        run("verify");
        db.execute("ALTER TABLE shop.a ADD COLUMN \"d" + EVIL + "\" int; CREATE TABLE shop.\"t" + EVIL + "\" ();"
                + "COMMENT ON TABLE shop.a IS " + IN_SQL);
        assertThat(run("drift")).contains("\\x1b[2J");
        run("drift", "--json");
        run("verify");
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (y text); -- " + EVIL, "DROP TABLE a;");
        assertThat(run("status")).contains("edited", "\\x1b[2J");
        assertThat(run("migrate")).contains("edited", "\\x1b[2J");
        assertThat(run("repair", "shop", "001_a.sql")).contains("\\x1b[2J");
        run("validate");
        run("repair", "shop", "001_a.sql", "--yes", "--reason", EVIL);
        run("redo", "shop");
        run("rollback", "shop", "--all");
        db.execute("UPDATE shop.schema_migrations SET applied_by = " + IN_SQL + ", filename = '001_' || " + IN_SQL
                + " || '.sql', checksum = " + IN_SQL + ", error_message = " + IN_SQL + ", success = true");
        run("status");
        run("validate");
        run("verify");
        run("migrate");
        run("rollback", "shop", "--all");
        cli.file(
                "sql/shop/checksums.md5",
                "0123456789abcdef0123456789abcdef  " + EVIL + ".sql\nnonsense " + EVIL + "\n");
        run("validate", "--offline");
        run("seal");
        cli.file(
                "sql/shop/domain.properties",
                "requires = " + EVIL + "\n" + EVIL + " = 1\nlint.x" + EVIL + " = warn\nnone" + EVIL);
        run("status");
        run("validate", "--offline");
    }

    @Test
    void theSqlOfADryRunAtATerminal() throws Exception {
        cli.migration("shop", "001_a.sql", "/* " + EVIL + " */ SELECT 1;", "SELECT 1;");
        Installed installed =
                Installed.in(folder).with("DATABASE_URL", db.url()).with("NO_COLOR", "1");
        Cli.Result pipe = installed.run("migrate", "--dry-run", "--sql");
        assertThat(pipe.out()).contains("/* " + EVIL + " */ SELECT 1;");
        Cli.Result terminal = installed
                .with("BAILIWICK_JAVA_OPTS", "-Dbailiwick.terminal=true")
                .run("migrate", "--dry-run", "--sql");
        assertThat(terminal.out()).contains("/* \\x1b[2J\\x07").doesNotContain("\u001b", "\u202e", "\u009b");
    }

    @Test
    void whatIsTyped() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        for (String json : Proof.isLong() ? List.of("--no-color", "--json") : List.of("--no-color")) {
            run(EVIL, json);
            run("migrate", "--" + EVIL, json);
            run("migrate", EVIL, json);
            run("migrate", "shop", "--to", EVIL, json);
            run("migrate", "--set", EVIL, json);
            run("migrate", "--set", EVIL + "=1", json);
            run("migrate", "--lock-timeout", EVIL, json);
            run("status", "--dir", "/" + EVIL, json);
            run("new", "shop", EVIL, json);
            run("new", "shop", "create_x", "--kind", EVIL, json);
            run("domain", EVIL, json);
            run("mark", "shop", EVIL, "--applied", json);
            run("seed", "shop", "--only", EVIL, json);
            run("seed", "shop", "--data", "/" + EVIL, json);
            run("lint", "--explain", EVIL, json);
            run("validate", "--base", EVIL, json);
            run("adopt", "shop", "--from", EVIL, json);
            run("adopt", "shop", "--files", "/" + EVIL, json);
            run("migrate", "--url", "postgresql://u@127.0.0.1:1/" + EVIL, json);
            run("migrate", "--url", "postgresql://" + EVIL + "@127.0.0.1:1/x", json);
            run("migrate", "--url", "postgresql://u@127.0.0.1:1/x?" + EVIL + "=1", json);
            run("migrate", "--url", "postgresql://u@127.0.0.1:1/x?sslmode=" + EVIL, json);
            run("migrate", "--url", EVIL, json);
            run("connection", "--url", db.url().replaceAll("/[^/]*$", "/%1b%5b2J%07%0a%c2%9b"), json);
            run("connection", "--url", "postgresql://%1b%5b2J%0a@" + db.host() + ":" + db.port() + "/x", json);
            run("wait", "--timeout", EVIL, json);
            run("wait", "--timeout", "1ms", "--url", "postgresql://u@h%1b%5b2J/%1b%5b2J%0a", json);
            run("wait", "--timeout", "1ms", "--url", db.url() + "?x%1b%5b2J%0a=1", json);
            run("help", EVIL, json);
        }
        cli.file(".env", "DATABASE_HOST=\"" + EVIL + "\"\nDATABASE_NAME " + EVIL + "\n");
        run("status");
    }

    @Test
    void namesOfFilesAndFolders() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        cli.file("sql/shop/002_" + EVIL + ".sql", "-- migrate:up\nSELECT 1;\n");
        cli.file("sql/shop/" + EVIL + "/x.sql", "SELECT 1;\n");
        cli.file("sql/shop/seeds/" + EVIL + "/y" + EVIL + ".sql", "SELECT 1;\n");
        cli.file("sql/shop/seeds/010_" + EVIL + ".sql", "SELECT 1;\n");
        cli.file("sql/" + EVIL + "/001_a.sql", "SELECT 1;\n");
        for (String command : List.of("migrate", "status", "validate", "lint", "seed", "seal", "rehearse", "drift")) {
            run(command);
            run(command, "--json");
        }
    }

    @Test
    void proofs() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Proof.isLong(), "starts a server of its own");
        assertThat(Files.isDirectory(folder)).isTrue();
        cli.migration(
                "shop",
                "001_a.sql",
                "CREATE TABLE a (\"x" + EVIL + "\" text); DO $$ BEGIN RAISE NOTICE USING MESSAGE = " + IN_SQL
                        + "; END $$;",
                "SELECT 1;");
        assertThat(run("prove")).contains("\\x1b[2J");
        cli.migration("shop", "001_a.sql", "DO $$ BEGIN RAISE USING MESSAGE = " + IN_SQL + "; END $$;", "SELECT 1;");
        assertThat(run("prove")).contains("\\x1b[2J");
    }
}
