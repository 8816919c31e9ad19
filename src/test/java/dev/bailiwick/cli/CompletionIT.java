package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Tab offers, asked in the shells themselves. */
class CompletionIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void twoDomains() {
        Cli.in(folder)
                .file("sql/inventory/20250101000001_create_drugs.sql", "")
                .file("sql/inventory/20260101000001_create_lots.sql", "")
                .file("sql/inventory/seeds/010_units.sql", "")
                .file("sql/public/20250101000001_create_users.sql", "")
                .file("else where/sql/lab/x.sql", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mi|migrate",
                "migrate inv|inventory",
                "migrate ''|inventory public",
                "migrate inventory pub|public",
                "mark inventory 2025|20250101000001_create_drugs.sql",
                "mark sql/inventory/ 2026|20260101000001_create_lots.sql",
                "rollback inventory --to ''|20250101000001_create_drugs.sql 20260101000001_create_lots.sql",
                "rollback inventory --to = 2026|20260101000001_create_lots.sql",
                "rollback inventory --to =|20250101000001_create_drugs.sql 20260101000001_create_lots.sql",
                "migrate --dry|--dry-run",
                "migrate inventory --one|--one-transaction",
                "--dir 'else where' status ''|lab",
                "-d 'else where' status --exit-code ''|lab",
                "db st|start stop status",
                "help rollb|rollback",
                "new inventory x --kind v|view",
                "new inventory x --template s|seed",
                "completion ''|bash zsh",
                "status nowhere|''",
                "seed inventory --only ''|010_units.sql",
                "mark ../.. 20|''",
            })
    void inBash(String typed, String offered) throws IOException, InterruptedException {
        String script = Cli.in(folder).run("completion", "bash").out() + """
                COMP_WORDS=(bailiwick %s)
                COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
                _bailiwick
                echo "${COMPREPLY[*]}"
                """.formatted(typed);
        assertThat(says(script, "bash", "-u")).isEqualTo(offered == null ? "" : offered);
    }

    @Test
    void inZsh() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "no zsh here");
        String script = Cli.in(folder).run("completion", "zsh").out() + """
                compadd() { shift 2; print -r -- "$@"; }
                _files() { print files; }
                words=(bailiwick migrate inv); CURRENT=3; _bailiwick
                words=(bailiwick rollback inventory --to=2026); CURRENT=4; _bailiwick
                words=(bailiwick mark inventory ''); CURRENT=4; _bailiwick
                words=(bailiwick mi); CURRENT=2; _bailiwick
                words=(bailiwick status nowhere); CURRENT=3; _bailiwick
                """;
        assertThat(says(script, "zsh", "-f")).isEqualTo("""
                inventory
                --to=20260101000001_create_lots.sql
                20250101000001_create_drugs.sql 20260101000001_create_lots.sql
                migrate
                files""");
    }

    private String says(String script, String... shell) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script"), script);
        ProcessBuilder builder =
                new ProcessBuilder(shell).directory(folder.toFile()).redirectErrorStream(true);
        builder.command().add(file.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
