package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other tools, converted and then run against a real database. */
class AdoptFilesIT {
    private static final Path CASES = Path.of("src/test/resources/golden/convert");

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void aDomain() {
        cli = Cli.in(folder).on(database).file("sql/inventory/domain.properties", "requires =\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway", "goose", "golang-migrate", "sqlx", "mybatis", "liquibase", "plain"})
    void whatWasConvertedCanBeApplied(String tool) throws IOException {
        adopt(tool);
        assertThat(cli.run("migrate", "inventory")).satisfies(this::succeeded);
        assertThat(cli.run("status", "--exit-code")).satisfies(this::succeeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dbmate", "diesel", "golang-migrate.timestamps", "liquibase.master", "sqitch"})
    void whatHasAWayBackCanBeTakenBack(String tool) throws IOException, SQLException {
        adopt(tool);
        assertThat(cli.run("migrate", "inventory")).satisfies(this::succeeded);
        assertThat(relations()).containsAnyOf("drugs", "lots");
        assertThat(cli.run("rollback", "inventory", "--all")).satisfies(this::succeeded);
        assertThat(relations())
                .containsExactly("schema_migrations", "schema_migrations_catalog", "schema_migrations_log");
    }

    @Test
    void theManifestHoldsWhatWasWritten() throws IOException {
        adopt("sqitch");
        assertThat(Files.readAllLines(folder.resolve("sql/inventory/checksums.md5")))
                .hasSize(3)
                .allMatch(line -> line.matches("[0-9a-f]{32}  \\d{14}_.*\\.sql"));
    }

    @Test
    void whereOneFileCannotBeWrittenNoneIs() throws IOException {
        copy("golang-migrate.timestamps");
        // A folder of the second file's name: the first one could be written.
        Files.createDirectories(folder.resolve("sql/inventory/20260105090000_create_lots.sql"));
        Cli.Result result = cli.run("adopt", "inventory", "--files", "theirs", "--from", "golang-migrate");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(names()).containsExactly("20260105090000_create_lots.sql", "domain.properties");
    }

    @Test
    void aFolderThatCannotBeWrittenIntoIsSaid() throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            return;
        }
        copy("golang-migrate.timestamps");
        Path domain = folder.resolve("sql/inventory");
        Files.setPosixFilePermissions(domain, PosixFilePermissions.fromString("r-xr-xr-x"));
        Cli.Result result = cli.run("adopt", "inventory", "--files", "theirs", "--from", "golang-migrate");
        Files.setPosixFilePermissions(domain, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said()).contains("cannot write into sql/inventory: permission denied", "nothing was written");
    }

    @Test
    void aFileThatIsNoUtf8IsNamedLikeTheOthers() throws IOException {
        copy("golang-migrate.timestamps");
        cli.file("theirs/20260106090000_latin.up.sql", new byte[] {'-', '-', ' ', (byte) 0xE9, '\n'});
        Cli.Result result = cli.run("adopt", "inventory", "--files", "theirs", "--from", "golang-migrate");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said()).contains("theirs/20260106090000_latin.up.sql is not UTF-8");
        assertThat(names()).containsExactly("domain.properties");
    }

    /** Flyway's numbers are chosen by all versions: one more may not make other names for what is there. */
    @Test
    void whatIsThereIsNotWrittenAgainUnderAnotherName() throws IOException {
        cli.file("theirs/V1__a.sql", "CREATE TABLE a (id integer);\n")
                .file("theirs/V2__b.sql", "CREATE TABLE b (id integer);\n");
        assertThat(cli.run("adopt", "inventory", "--files", "theirs")).satisfies(this::succeeded);
        assertThat(cli.run("migrate", "inventory")).satisfies(this::succeeded);
        cli.file("theirs/V2.1__c.sql", "CREATE TABLE c (id integer);\n");
        assertThat(cli.run("adopt", "inventory", "--files", "theirs")).satisfies(result -> {
            succeeded(result);
            assertThat(result.out()).contains("wrote 1 migration into sql/inventory", "; 2 are there already");
        });
        assertThat(names())
                .containsExactly("001_a.sql", "002_b.sql", "021_c.sql", "checksums.md5", "domain.properties");
        assertThat(cli.run("migrate", "inventory")).satisfies(this::succeeded);
    }

    private void adopt(String tool) throws IOException {
        copy(tool);
        assertThat(cli.run("adopt", "inventory", "--files", "theirs", "--from", tool.split("\\.", 2)[0], "--partial"))
                .satisfies(this::succeeded);
    }

    private void copy(String tool) throws IOException {
        Path in = CASES.resolve(tool).resolve("in");
        try (Stream<Path> paths = Files.walk(in)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                cli.file("theirs/" + in.relativize(path), Files.readString(path));
            }
        }
    }

    private void succeeded(Cli.Result result) {
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder.resolve("sql/inventory"))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> relations() throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery("""
                        SELECT array_agg(relname::text ORDER BY relname)
                        FROM pg_class
                        WHERE relnamespace = 'inventory'::regnamespace AND relkind IN ('r', 'v')
                        """)) {
            rows.next();
            return List.of((String[]) rows.getArray(1).getArray());
        }
    }
}
