package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file that can't be read keeps nobody from the status of all other domains. */
@Timeout(120)
class UnreadableFilesIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("public", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;")
                .migration("lab", "001_l.sql", "CREATE TABLE l (id int);", "DROP TABLE l;")
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .file("sql/shop/domain.properties", "requires = public, lab\n");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private void spoil(String how) throws Exception {
        switch (how) {
            case "not UTF-8" ->
                cli.file("sql/lab/002_x.sql", "-- migrate:up\nSELECT 'ä';\n".getBytes(StandardCharsets.ISO_8859_1));
            case "a link to nowhere" ->
                Files.createSymbolicLink(folder.resolve("sql/lab/002_x.sql"), Path.of("nowhere"));
            case "no regular file" -> Files.createDirectories(folder.resolve("sql/lab/002_x.sql"));
            case "a wrong name" -> cli.file("sql/lab/x.sql", "SELECT 1;");
            case "properties with an unknown key" -> cli.file("sql/lab/domain.properties", "colour = red\n");
            case "properties that are a folder" -> Files.createDirectories(folder.resolve("sql/lab/domain.properties"));
            case "properties that are not UTF-8" ->
                cli.file("sql/lab/domain.properties", "# ä\n".getBytes(StandardCharsets.ISO_8859_1));
            default -> throw new IllegalArgumentException(how);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not UTF-8", "a link to nowhere", "no regular file", "a wrong name"})
    void aFile(String how) throws Exception {
        spoil(how);
        othersAreShown(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"properties with an unknown key", "properties that are a folder", "properties that are not UTF-8"
            })
    void theProperties(String how) throws Exception {
        spoil(how);
        othersAreShown(2);
    }

    private void othersAreShown(int exit) {
        Cli.Result status = cli.run("status");
        assertThat(status.exit()).as(status.out() + status.err()).isEqualTo(exit);
        assertThat(status.out()).contains("public: 1 applied", "shop: 1 applied", "✓ applied  001_a.sql");
        assertThat(status.out()).doesNotContain("lab:");
        assertThat(status.said()).contains("error: ").contains("sql/lab/");

        Cli.Result json = cli.run("status", "--json", "--exit-code");
        assertThat(json.exit()).isEqualTo(exit);
        assertThat(json.out())
                .contains("\"exit_code\": " + exit, "\"domain\": \"public\"", "\"domain\": \"shop\"", "sql/lab/")
                .doesNotContain("\"domain\": \"lab\"");

        assertThat(cli.run("status", "--quiet").out()).contains("shop: 1 applied");
        Cli.Result one = cli.run("status", "lab");
        assertThat(one.exit()).isEqualTo(exit);
        assertThat(one.said()).contains("sql/lab/");

        // What is wrong elsewhere is found, in the files and against the history.
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id bigint);", "DROP TABLE a;");
        cli.migration("public", "002_q.sql", "SELECT ';", "");
        Cli.Result validate = cli.run("validate");
        assertThat(validate.exit()).as(validate.err()).isEqualTo(exit);
        assertThat(validate.said())
                .contains("sql/lab/", "sql/shop/001_a.sql was edited after it was applied", "sql/public/002_q.sql");
        assertThat(cli.run("validate", "--offline").said()).contains("sql/lab/", "sql/public/002_q.sql");
        assertThat(cli.run("validate", "--json").out()).contains("\"exit_code\": " + exit, "001_a.sql was edited");
        // Who writes is not let through.
        assertThat(cli.run("migrate").exit()).isEqualTo(exit);
    }

    @Test
    void allDomainsUnreadableIsSaidOnce() throws Exception {
        spoil("not UTF-8");
        Cli.Result status = cli.run("status", "lab");
        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out()).isEmpty();
        assertThat(status.said()).containsOnlyOnce("error: ");
    }
}
