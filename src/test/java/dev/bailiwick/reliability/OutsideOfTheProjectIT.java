package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies or is typed in a project, no file outside of it is read or written. */
@Timeout(60)
class OutsideOfTheProjectIT {
    private static final String CANARY = "canary-7f3a";
    private static final List<List<String>> COMMANDS = List.of(
            List.of("migrate"),
            List.of("status"),
            List.of("validate", "--offline"),
            List.of("lint"),
            List.of("seal"),
            List.of("seal", "--force"),
            List.of("seed"),
            List.of("rehearse"),
            List.of("new", "shop", "create_x"),
            List.of("new", "shop", "seed_x", "--template", "seed"),
            List.of("domain", "hr"));

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path temporary;

    private Cli cli = Cli.in(Path.of(""));
    private Path outside = Path.of("");

    @BeforeEach
    void project() throws IOException {
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.createDirectories(outside.resolve("folder"));
        Files.writeString(
                outside.resolve("001_a.sql"), "-- migrate:up\nSELECT '" + CANARY + "';\n-- migrate:down\nSELECT 1;\n");
        Files.writeString(outside.resolve("folder/010_a.sql"), "SELECT '" + CANARY + "';\n");
        Files.writeString(outside.resolve("domain.properties"), "schema = " + CANARY.replace('-', '_') + "\n");
        Files.writeString(outside.resolve("checksums.md5"), "0123456789abcdef0123456789abcdef  " + CANARY + ".sql\n");
        Files.writeString(outside.resolve("data.csv"), CANARY + "\n");
        cli = Cli.in(Files.createDirectories(temporary.resolve("project"))).on(db);
        cli.migration("shop", "000_z.sql", "CREATE TABLE z (v text);", "DROP TABLE z;");
    }

    private Map<String, String> outside() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(outside)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(outside.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    /** No command shows, records or changes anything of what lies outside; returns what they said. */
    private String nothingComesIn(List<List<String>> commands) throws IOException {
        Map<String, String> before = outside();
        StringBuilder said = new StringBuilder();
        for (List<String> command : commands) {
            Cli.Result result = cli.run(command.toArray(String[]::new));
            said.append(command).append('\n').append(result.transcript()).append('\n');
        }
        assertThat(said.toString()).doesNotContain(CANARY).doesNotContain("a bug in");
        assertThat(outside()).as(said.toString()).isEqualTo(before);
        assertThat(db.query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'canary%'"))
                .isEqualTo("0");
        if (!db.query("SELECT to_regclass('shop.schema_migrations')").isEmpty()) {
            assertThat(db.query("SELECT coalesce(string_agg(source, ''), '') FROM shop.schema_migrations"))
                    .doesNotContain(CANARY);
        }
        return said.toString();
    }

    private void link(String name, String target) throws IOException {
        Path link = cli.folder().resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, outside.resolve(target));
    }

    @Test
    void aLinkInPlaceOfAMigration() throws IOException {
        link("sql/shop/001_a.sql", "001_a.sql");
        assertThat(nothingComesIn(COMMANDS)).contains("sql/shop/001_a.sql is a link that leaves the project");
    }

    @Test
    void aLinkInPlaceOfTheProperties() throws IOException {
        link("sql/shop/domain.properties", "domain.properties");
        assertThat(nothingComesIn(COMMANDS)).contains("domain.properties is a link that leaves the project");
    }

    @Test
    void aLinkInPlaceOfTheManifest() throws IOException {
        link("sql/shop/checksums.md5", "checksums.md5");
        assertThat(nothingComesIn(COMMANDS)).contains("checksums.md5");
    }

    @Test
    void aLinkInPlaceOfTheManifestThatLeadsNowhereYet() throws IOException {
        link("sql/shop/checksums.md5", "not-there");
        nothingComesIn(COMMANDS);
    }

    @Test
    void aLinkInPlaceOfTheSeeds() throws IOException {
        link("sql/shop/seeds", "folder");
        assertThat(nothingComesIn(COMMANDS)).contains("sql/shop/seeds is a link that leaves the project");
    }

    @Test
    void aLinkInPlaceOfASeed() throws IOException {
        link("sql/shop/seeds/010_a.sql", "folder/010_a.sql");
        assertThat(nothingComesIn(COMMANDS)).contains("seeds/010_a.sql is a link that leaves the project");
    }

    @Test
    void aLinkInPlaceOfADomain() throws IOException {
        link("sql/hr", "folder");
        assertThat(nothingComesIn(COMMANDS)).contains("sql/hr is a link that leaves the project");
    }

    @Test
    void aLinkFurtherDownInTheWay() throws IOException {
        Files.createSymbolicLink(cli.folder().resolve("detour"), outside.resolve("folder"));
        Files.createSymbolicLink(cli.folder().resolve("sql/hr"), Path.of("../detour"));
        assertThat(nothingComesIn(COMMANDS)).contains("sql/hr is a link that leaves the project");
    }

    @Test
    void whatIsTypedLeadsNowhereElse() throws IOException {
        cli.run("migrate");
        nothingComesIn(List.of(
                List.of("migrate", ".."),
                List.of("migrate", "../outside"),
                List.of("migrate", "sql/../../outside"),
                List.of("migrate", outside.toString()),
                List.of("migrate", "shop/../../outside"),
                List.of("migrate", "shop", "--to", "../../../outside/001_a.sql"),
                List.of("rollback", "shop", "--to", "../../../outside/001_a.sql"),
                List.of("mark", "shop", "../../../outside/001_a.sql", "--applied"),
                List.of("mark", "shop", outside.resolve("001_a.sql").toString(), "--applied"),
                List.of("repair", "shop", "../../../outside/001_a.sql", "--yes"),
                List.of("baseline", "shop", "--to", "../../../outside/001_a.sql", "--yes"),
                List.of("seal", "shop", "--accept", "../../../outside/001_a.sql"),
                List.of("seed", "shop", "--only", "../../../../outside/folder/010_a.sql"),
                List.of("prove", "shop", "--from", "../../../outside/001_a.sql"),
                List.of("domain", "../outside/x"),
                List.of("domain", "../x"),
                List.of("new", "../outside", "create_x"),
                List.of("new", "shop", "../../../outside/create_x"),
                List.of("new", "shop", "create_x/../../../../outside/y"),
                List.of("lint", "../outside")));
    }

    @Test
    void dataLieInTheirFolders() throws IOException {
        cli.run("migrate");
        Files.createDirectories(cli.folder().resolve("sql/shop/seeds/data"));
        Files.createSymbolicLink(cli.folder().resolve("sql/shop/seeds/data/link.csv"), outside.resolve("data.csv"));
        for (String path : List.of(
                "../../../../outside/data.csv",
                outside.resolve("data.csv").toString(),
                "data/../../../../../outside/data.csv",
                "data/link.csv")) {
            cli.file("sql/shop/seeds/010_a.sql", "\\copy z FROM '" + path + "'\n");
            nothingComesIn(List.of(List.of("seed", "shop"), List.of("seed", "shop", "--only", "010_a.sql")));
        }
        assertThat(db.query("SELECT count(*) FROM shop.z")).isEqualTo("0");
    }

    @Test
    void noFileIncludesAnother() throws IOException {
        String path = outside.resolve("001_a.sql").toString();
        for (String include : List.of(
                "\\i " + path,
                "\\ir ../../../outside/001_a.sql",
                "\\include " + path,
                "\\o " + outside.resolve("written"),
                "\\! touch " + outside.resolve("written"),
                "SELECT 1 \\g " + outside.resolve("written"),
                "SELECT 1 \\w " + outside.resolve("written"),
                "\\copy z TO '" + outside.resolve("written") + "'",
                "\\copy z FROM PROGRAM 'cat " + path + "'",
                "\\lo_import " + path,
                "\\setenv PATH x",
                "SELECT :'x' \\gset",
                "\\set x `cat " + path + "`")) {
            cli.file("sql/shop/seeds/010_a.sql", include + "\n");
            cli.migration("shop", "001_i.sql", include, "SELECT 1;");
            assertThat(nothingComesIn(List.of(List.of("migrate"), List.of("seed"))))
                    .contains("[exit 3]");
            Files.delete(cli.folder().resolve("sql/shop/001_i.sql"));
            assertThat(nothingComesIn(List.of(List.of("migrate"), List.of("seed"))))
                    .contains("[exit 3]");
        }
    }
}
