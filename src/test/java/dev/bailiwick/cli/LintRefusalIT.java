package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lint can't look at is told beside what it finds elsewhere, in the format that was asked for. */
class LintRefusalIT {
    private static final String FIRST = "20260101000001_create_drugs.sql";
    private static final String WRONG = "20260101000002_wrong.sql";
    private static final String LAST = "20260101000003_lots.sql";

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .migration(
                        "inventory",
                        FIRST,
                        "CREATE TABLE inventory.drugs (id int PRIMARY KEY);\nCOMMENT ON TABLE inventory.drugs IS 'Drugs';",
                        "DROP TABLE inventory.drugs;")
                .migration("inventory", LAST, "TRUNCATE inventory.drugs;", "SELECT 1;")
                .migration("ward", FIRST, "CREATE TABLE ward.beds (id serial PRIMARY KEY);", "DROP TABLE ward.beds;");
    }

    private void spoil(String how) throws IOException {
        Path file = folder.resolve("sql/inventory").resolve(WRONG);
        switch (how) {
            case "marker" -> Files.writeString(file, "-- migrate:up\n-- migrate:dwon\nSELECT 1;\n");
            case "latin1" -> Files.write(file, "-- migrate:up\n-- Stück\n".getBytes(StandardCharsets.ISO_8859_1));
            case "utf16" -> Files.write(file, "-- migrate:up\n".getBytes(StandardCharsets.UTF_16));
            case "folder" -> Files.createDirectory(file);
            case "link" -> Files.createSymbolicLink(file, Path.of("nowhere.sql"));
            case "astray" -> Files.createSymbolicLink(file, Path.of("/etc/hostname"));
            case "name" -> Files.writeString(folder.resolve("sql/inventory/wrong.sql"), "-- migrate:up\n");
            case "unclosed" -> Files.writeString(file, "-- migrate:up\nSELECT (1;\n");
            case "locked" -> {
                Files.writeString(file, "-- migrate:up\nSELECT 1;\n");
                Files.setPosixFilePermissions(file, Set.of());
                assumeTrue(!Files.isReadable(file), "whoever runs this may read everything");
            }
            default -> throw new IllegalArgumentException(how);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"marker", "latin1", "utf16", "folder", "link", "astray", "name", "unclosed", "locked"})
    void oneFileThatCantBeReadStopsNoOther(String how) throws IOException {
        spoil(how);

        Cli.Result text = cli.run("lint");
        assertThat(text.exit()).isEqualTo(3);
        assertThat(text.out())
                .contains("TRUNCATE loses rows for good", "[serial]", "sql/inventory/" + LAST + ":2:1", "3 files: ");
        assertThat(text.err()).contains("sql/inventory/").contains(how.equals("name") ? "wrong.sql" : WRONG);

        Cli.Result json = cli.run("lint", "--format", "json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out())
                .satisfies(Documents::whole)
                .contains("\"exit_code\": 3", "TRUNCATE loses rows", "wrong.sql");

        Cli.Result sarif = cli.run("lint", "--format", "sarif");
        assertThat(sarif.exit()).isEqualTo(3);
        assertThat(sarif.out())
                .satisfies(Documents::whole)
                .contains("\"ruleId\": \"destructive\"", "\"executionSuccessful\": false", "\"exitCode\": 3")
                .contains("\"toolExecutionNotifications\"", "wrong.sql");

        assertThat(cli.run("lint", "--format", "github").out())
                .contains("title=destructive::", "::error", "title=lint::");
    }

    /** As status and validate: what is wrong with a domain's folder or properties stops no other domain. */
    @ParameterizedTest
    @ValueSource(strings = {"nosuch = 1", "nosuch", "folder"})
    void oneDomainThatCantBeReadStopsNoOther(String how) throws IOException {
        Path properties = folder.resolve("sql/inventory/domain.properties");
        if (how.equals("folder")) {
            Files.createDirectory(properties);
        } else {
            Files.writeString(properties, how + "\n");
        }

        Cli.Result text = cli.run("lint");

        assertThat(text.exit()).isEqualTo(2);
        assertThat(text.out()).contains("[serial]", "sql/ward/" + FIRST).doesNotContain("sql/inventory/");
        assertThat(text.err()).contains("sql/inventory/domain.properties");
    }

    @Test
    void validateTellsWhatLintFindsInTheOtherFilesToo() throws IOException {
        spoil("latin1");
        cli.file("sql/inventory/domain.properties", "lint.destructive=error\n");

        assertThat(cli.run("validate", "--offline").err()).contains(WRONG, "(lint: destructive)", LAST + ":2:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invntory", "--explain srial", "--nosuch", "--base nosuch"})
    void aRefusalIsADocumentInTheFormatThatWasAskedFor(String words) {
        for (String format : new String[] {"--format json", "--format sarif", "--format=SARIF"}) {
            Cli.Result refused = cli.run(("lint " + format + " " + words).split(" "));

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.out())
                    .satisfies(Documents::whole)
                    .contains(words.contains("--base") ? "no git repository" : words.replaceFirst("^--\\w+ ", ""));
            assertThat(refused.out())
                    .contains(format.endsWith("json") ? "\"failures\"" : "\"executionSuccessful\": false");
            assertThat(refused.err()).isEmpty();
        }
        assertThat(cli.run(("lint " + words).split(" ")).out()).isEmpty();
    }

    @Test
    void aWrongPropertyIsInTheDocument() {
        cli.file("sql/inventory/domain.properties", "lint.seriel=off\n");
        assertThat(cli.run("lint", "--format=sarif").out())
                .satisfies(Documents::whole)
                .contains("there is no lint rule seriel", "\"executionSuccessful\": false");

        cli.file("sql/inventory/domain.properties", "nosuch=1\n");
        for (String format : new String[] {"json", "sarif"}) {
            Cli.Result refused = cli.run("lint", "--format", format);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.out()).satisfies(Documents::whole).contains("domain.properties");
        }
    }

    @Test
    void wellIsSaidToo() {
        assertThat(cli.run("lint", "--format", "sarif").out())
                .satisfies(Documents::whole)
                .contains("\"executionSuccessful\": true")
                .doesNotContain("toolExecutionNotifications");
    }

    /** A parser reads it to its end. */
    private static final class Documents {
        static void whole(String text) throws IOException {
            try (JsonParser parser = new JsonFactory().createParser(text)) {
                assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                parser.skipChildren();
                assertThat(parser.nextToken()).isNull();
            }
        }
    }
}
