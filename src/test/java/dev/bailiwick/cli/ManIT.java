package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aPageTellsTheOptionsOfItsCommandBeforeThoseOfAll() {
        String page = Cli.in(folder).run("man", "migrate").out();
        assertThat(page)
                .startsWith(".TH BAILIWICK\\-MIGRATE 1")
                .contains("\\fBbailiwick migrate\\fR [\\fIOPTIONS\\fR] [DOMAIN...]")
                .contains("\\fB\\-\\-dry\\-run\\fR");
        assertThat(page.indexOf("\\-\\-dry\\-run")).isLessThan(page.indexOf("GENERAL OPTIONS"));
        assertThat(page.indexOf("\\-\\-json")).isGreaterThan(page.indexOf("GENERAL OPTIONS"));
    }

    @Test
    void aCommandMayBeTypedInWordsOrWithDashes() {
        Cli cli = Cli.in(folder);
        String page = cli.run("man", "db", "start").out();
        assertThat(page).startsWith(".TH BAILIWICK\\-DB\\-START 1");
        assertThat(cli.run("man", "bailiwick-db-start").out()).isEqualTo(page);
        assertThat(cli.run("man", "bailiwick").out()).isEqualTo(cli.run("man").out());
        Said.of(cli.run("man", "migrat")).fails(2, "there is no command migrat", "bailiwick man migrate");
    }

    @Test
    void groffFindsNothingWrongWithAnyPage() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "no groff here");
        assertThat(Cli.in(folder).run("man", "--to", "man1").exit()).isZero();
        List<Path> pages;
        try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
            pages = files.sorted().toList();
        }
        assertThat(pages).hasSizeGreaterThan(20);
        for (Path page : pages) {
            Process process = new ProcessBuilder("groff", "-man", "-Tutf8", "-wall", page.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(page.toString())
                    .isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }
}
