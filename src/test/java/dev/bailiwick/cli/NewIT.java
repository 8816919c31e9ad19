package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code new} makes run as they are, up and down, and never lie over or before another. */
class NewIT {
    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void aDomainWithATable() {
        cli = Cli.in(folder).on(database);
        ok("domain", "hr");
        ok("new", "hr", "create_employees");
        ok("migrate", "hr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create_positions",
                "create_order",
                "create_2fa_tokens",
                "add_email_to_employees",
                "add_is_active_to_employees",
                "add_left_on_to_employees",
                "add_user_to_employees",
                "index_name_on_employees",
                "index_name_and_code_on_employees",
                "create_leavers_view",
                "create_user_view",
                "create_seniority_function",
                "create_end_function",
                "create_contract_kind_enum",
                "create_a_table_whose_name_is_exactly_as_long_as_postgresql_takes_names",
            })
    void whatATemplateMakesRunsUpAndDownAsItIs(String name) {
        List<String> before = Catalog.of(database, "hr");
        ok("new", "hr", name);
        ok("validate", "hr");
        assertThat(ok("migrate", "hr").out()).contains("applied 1 migration");
        assertThat(Catalog.of(database, "hr")).isNotEqualTo(before);
        ok("rollback", "hr");
        assertThat(Catalog.of(database, "hr")).isEqualTo(before);
    }

    @Test
    void anEmptyOneIsASkeletonThatCanBeRead() {
        ok("new", "hr", "grant_rights");
        ok("validate", "hr", "--offline");
        ok("migrate", "hr");
        ok("rollback", "hr");
    }

    @Test
    void whatIsDroppedDoesNotComeBackAndSaysSo() {
        ok("new", "hr", "drop_name_from_employees");
        ok("migrate", "hr");
        assertThat(cli.run("rollback", "hr").err()).contains("irreversible");
        ok("new", "hr", "drop_employees");
        ok("migrate", "hr");
        assertThat(database.query("SELECT to_regclass('hr.employees')")).isEmpty();
    }

    @Test
    void aSeedKeepsWhatASiteHasChanged() throws IOException {
        String path = ok("new", "hr", "employees", "--template", "seed").out().strip();
        assertThat(path).isEqualTo("sql/hr/seeds/010_employees.sql");
        String seed = Files.readString(folder.resolve(path));
        database.execute(seed);
        database.execute("UPDATE hr.employees SET name = 'ours'");
        database.execute(seed);
        assertThat(database.query("SELECT code, name FROM hr.employees")).isEqualTo("EXAMPLE|ours");
        assertThat(ok("new", "hr", "positions", "--template", "seed").out()).contains("020_positions.sql");
    }

    @Test
    void manyAtOnceGetAVersionAndALineEach() throws Exception {
        int count = 24;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Cli.Result>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "change_" + (char) ('a' + i % 26);
                running.add(threads.submit(() -> cli.run("new", "hr", name)));
            }
            for (Future<Cli.Result> made : running) {
                assertThat(made.get().exit()).isZero();
            }
        } finally {
            threads.shutdown();
        }
        List<String> files = migrations();
        assertThat(files).hasSize(count + 2);
        assertThat(files.stream().map(file -> file.substring(0, 14)).distinct()).hasSize(count + 2);
        assertThat(Files.readAllLines(folder.resolve("sql/hr/checksums.md5"))).hasSize(count + 2);
        ok("validate", "hr", "--offline");
        ok("migrate", "hr");
    }

    @Test
    void aDomainWithoutManifestGetsNone() {
        cli.file("sql/lab/domain.properties", "requires=\n");
        assertThat(ok("new", "lab", "create_tests", "--json").out()).contains("\"sealed\": false");
        assertThat(folder.resolve("sql/lab/checksums.md5")).doesNotExist();
    }

    @Test
    void whereItsLineCanNotBeWrittenThereIsNoFile() throws IOException {
        List<String> before = migrations();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path manifest = folder.resolve("sql/hr/checksums.md5");
        Path moved = Files.move(manifest, elsewhere.resolve("checksums.md5"));
        Files.createSymbolicLink(manifest, moved);
        Files.createDirectories(
                elsewhere.resolve(".new-" + ProcessHandle.current().pid()).resolve("x"));
        Said.of(cli.run("new", "hr", "create_x")).fails(3, "checksums.md5 is as it was");
        assertThat(migrations()).isEqualTo(before);
    }

    @Test
    void theStampIsTheDomainsOwnElseThatOfARequiredOneElseNone() throws IOException {
        assertThat(text("hr", "create_a")).contains("EXECUTE FUNCTION hr.set_updated_at()");
        cli.file("sql/lab/001_x.sql", "-- migrate:up\n-- migrate:down\n");
        assertThat(text("lab", "create_b")).doesNotContain("updated_at");
        ok("domain", "public");
        assertThat(text("lab", "create_c")).contains("EXECUTE FUNCTION public.set_updated_at()");
    }

    private String text(String domain, String name) throws IOException {
        return Files.readString(folder.resolve(ok("new", domain, name).out().strip()));
    }

    private List<String> migrations() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("sql/hr"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private Cli.Result ok(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }
}
