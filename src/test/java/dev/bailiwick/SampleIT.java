package dev.bailiwick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schemas that we ship, through the commands that the README shows. */
class SampleIT {
    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    private final Cli cli = Cli.in(Path.of("").toAbsolutePath()).on(database);

    @Test
    void migratingInventoryMigratesPublicFirstAndThenThereIsNothingToDo() {
        Cli.Result first = cli.run("migrate", "inventory");

        assertThat(first.exit()).isZero();
        assertThat(first.err()).contains("domain public is required and has no history in this database");
        assertThat(first.out()).doesNotContain("truncated");
        for (Path file : files("inventory")) {
            assertThat(first.out()).contains(file.getFileName().toString());
        }
        assertThat(database.query("SELECT count(*) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo(String.valueOf(files("inventory").size()));
        assertThat(database.query("SELECT count(*) FROM public.schema_migrations WHERE success"))
                .isEqualTo(String.valueOf(files("public").size()));

        Cli.Result second = cli.run("migrate");

        assertThat(second.exit()).isZero();
        assertThat(second.out()).contains("nothing to do");
    }

    @Test
    void upAndDownAndUpAgainGiveTheSameCatalog() {
        cli.run("migrate");
        List<String> before = Catalog.of(database, "public", "inventory");

        assertThat(cli.run("rollback", "inventory", "--all").exit()).isZero();
        assertThat(cli.run("rollback", "public", "--all").exit()).isZero();
        assertThat(leftOver()).isEmpty();
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(Catalog.of(database, "public", "inventory")).isEqualTo(before);
    }

    @Test
    void seedsRunTwiceWithTheSameResult() {
        assertThat(cli.run("setup").exit()).isZero();
        String seeded = "SELECT (SELECT string_agg(r::text, ' ' ORDER BY code) FROM public.roles AS r),"
                + " (SELECT count(*) FROM public.role_permissions), (SELECT count(*) FROM inventory.drugs),"
                + " (SELECT count(*) FROM inventory.tmt_concepts)";
        String once = database.query(seeded);

        assertThat(cli.run("seed").exit()).isZero();

        assertThat(database.query(seeded)).isEqualTo(once);
        assertThat(cli.run("seed", "--changed").out()).startsWith("nothing to do");
        assertThat(cli.run("reset", "inventory", "--yes").exit()).isZero();
        assertThat(database.query("SELECT count(*) > 0 FROM inventory.tmt_concepts"))
                .isEqualTo("t");
    }

    @Test
    void everyChecksumIsWhatMd5sumPrints() throws IOException, InterruptedException {
        cli.run("migrate", "inventory");
        Process md5sum = new ProcessBuilder(Stream.concat(
                                Stream.of("md5sum"), files("inventory").stream().map(Path::toString))
                        .toList())
                .start();
        List<String> expected = new String(md5sum.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(0, 32))
                .toList();
        assertThat(md5sum.waitFor()).isZero();

        assertThat(database.query("SELECT checksum FROM inventory.schema_migrations ORDER BY filename COLLATE \"C\""))
                .isEqualTo(String.join("\n", expected));
    }

    @Test
    void theShippedFilesAreSealedAndMd5sumAgrees() throws IOException, InterruptedException {
        assertThat(cli.run("validate", "--offline").transcript().replaceFirst("! note: lint has \\d+ warnings.*", ""))
                .startsWith(files("inventory").size() + files("public").size() + " files are well")
                .doesNotContain("note:");
        for (String domain : List.of("public", "inventory")) {
            Process md5sum = new ProcessBuilder("md5sum", "-c", "--strict", "checksums.md5")
                    .directory(Path.of("sql", domain).toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(md5sum.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(md5sum.waitFor()).as(said).isZero();
            assertThat(said.lines()).hasSize(files(domain).size());
        }
    }

    /** Everything in both schemas that is not bookkeeping. */
    private String leftOver() {
        return database.query("""
                SELECT n.nspname || '.' || c.relname
                FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('public', 'inventory') AND c.relname NOT LIKE 'schema\\_migrations%'
                UNION ALL
                SELECT n.nspname || '.' || p.proname
                FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
                WHERE n.nspname IN ('public', 'inventory')
                UNION ALL
                SELECT n.nspname || '.' || t.typname
                FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
                WHERE n.nspname IN ('public', 'inventory') AND t.typname NOT LIKE '%schema\\_migrations%'
                """);
    }

    private static List<Path> files(String domain) {
        try (Stream<Path> files = Files.list(Path.of("sql", domain))) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
