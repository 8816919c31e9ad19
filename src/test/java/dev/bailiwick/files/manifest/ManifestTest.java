package dev.bailiwick.files.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.files.Disk;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    private static final String A = "0cc175b9c0f1b6a831c399e269772661";
    private static final String B = "92eb5ffee6ae2fec3ad71c777531578f";
    private static final String FILE = "sql/hr/checksums.md5";

    @TempDir
    private Path folder;

    /** Lines as they were read, or what is wrong with them. */
    private static List<String> read(String text) {
        List<Failure> problems = new ArrayList<>();
        Manifest manifest = Manifest.parse(FILE, text, problems);
        List<String> found = new ArrayList<>();
        manifest.lines().forEach((name, checksum) -> found.add(name + "=" + checksum));
        problems.forEach(p -> found.add(p.what() + " @ " + p.where() + " > " + String.join(" > ", p.next())));
        return found;
    }

    @Test
    void readsWhatMd5sumWritesInBothForms() {
        assertThat(read(A + "  1_a.sql\n" + B.toUpperCase(Locale.ROOT) + " *2_b c.sql\n"))
                .containsExactly("1_a.sql=" + A, "2_b c.sql=" + B);
        assertThat(read(B + "  2_b.sql\r\n\n" + A + "  1_a.sql")).containsExactly("1_a.sql=" + A, "2_b.sql=" + B);
        assertThat(read("")).isEmpty();
    }

    @Test
    void writesByteOrderAndLf() {
        Manifest manifest = Manifest.NONE
                .with("2_ä.sql", A)
                .with("10_a.sql", B)
                .with("2_Z.sql", A)
                .with("2_Z.sql", B)
                .with("3_c.sql", A)
                .without("3_c.sql");
        assertThat(manifest.text()).isEqualTo(B + "  10_a.sql\n" + B + "  2_Z.sql\n" + A + "  2_ä.sql\n");
        assertThat(Manifest.parse(FILE, manifest.text(), new ArrayList<>()).tidy())
                .isTrue();
    }

    @Test
    void aLineThatStandsTwiceIsOneUnlessItSaysTwoThings() {
        assertThat(read(A + "  1_a.sql\n" + A + "  1_a.sql\n")).containsExactly("1_a.sql=" + A);
        assertThat(read(A + "  1_a.sql\n" + B + "  1_a.sql\n"))
                .containsExactly(
                        "1_a.sql=" + A,
                        "1_a.sql has another checksum in line 1 @ " + FILE
                                + ":2:1 > take out the one that is not the file's: md5sum sql/hr/1_a.sql");
    }

    @Test
    void aConflictIsSaidOnceWithTheCommandThatTakesBothSides() {
        String text = "<<<<<<< HEAD\n" + A + "  1_a.sql\n=======\n" + B + "  2_b.sql\n>>>>>>> other\n";
        assertThat(read(text).get(2))
                .isEqualTo(FILE + " has a conflict that git left there: two branches added files @ " + FILE
                        + ":1:1 > take both sides: sed -i '/^[<|=>]\\{7\\}/d' " + FILE
                        + " && bailiwick seal hr > then: git add " + FILE);
        assertThat(read(text)).hasSize(3);
    }

    @Test
    void aConflictOverOneFileIsSettledInThatFileFirst() {
        String text = "<<<<<<< HEAD\n" + A + "  1_a.sql\n=======\n" + B + "  1_a.sql\n>>>>>>> other\n";
        assertThat(read(text))
                .hasSize(2)
                .last()
                .asString()
                .contains(
                        "both sides have a line of their own for 1_a.sql @ ",
                        "make of the two versions of that file one",
                        "sed -i -e '/^[<|=>]\\{7\\}/d' -e '/[ *]1_a\\.sql$/d' " + FILE,
                        "bailiwick seal hr --accept 1_a.sql && git add " + FILE + " ");
    }

    @Test
    void whatIsNoLineIsShownAtTheFirstWrongCharacter() {
        assertThat(read("# mine\n")).containsExactly(problem("1:1"));
        assertThat(read(A + "\n")).containsExactly(problem("1:33"));
        assertThat(read(A.substring(1) + "  1_a.sql\n")).containsExactly(problem("1:32"));
        assertThat(read(A + "1  1_a.sql\n")).containsExactly(problem("1:33"));
        assertThat(read("MD5 (1_a.sql) = " + A)).containsExactly(problem("1:1"));
        assertThat(read("\\" + A + "  1_a\\\\b.sql\n").get(0))
                .contains("escapes")
                .contains(FILE + ":1:1");
        assertThat(read(A + "  sql/hr/1_a.sql\n").get(0))
                .contains("without a folder")
                .contains(FILE + ":1:35 > write 1_a.sql");
        assertThat(read(A + "  README.md\n").get(0))
                .contains("README.md is no migration")
                .contains(FILE + ":1:35");
    }

    private static String problem(String where) {
        return "this is no line of md5sum: a line is 32 hex digits, two blanks, and the name of a migration @ " + FILE
                + ":" + where + " > take it out, then: bailiwick seal hr";
    }

    @Test
    void sealingAddsTheLineThatMd5sumPrints() throws IOException {
        Project project = project("sql/hr/1_a.sql", "a", "sql/hr/2_b.sql", "\uFEFFb");
        Domain hr = project.domain("hr");
        assertThat(project.manifest(hr).isEmpty()).isTrue();
        assertThat(project.seal(hr, "1_a.sql")).isEqualTo(A);
        project.seal(hr, "2_b.sql");
        project.seal(hr, "2_b.sql");
        assertThat(folder.resolve(FILE)).hasContent(A + "  1_a.sql\n" + B + "  2_b.sql\n");
        project.amend(hr, manifest -> manifest.without("1_a.sql").without("2_b.sql"));
        assertThat(folder.resolve(FILE)).doesNotExist();
        assertThat(leftBeside()).containsExactly("1_a.sql", "2_b.sql");
    }

    @Test
    void sealingTouchesNoLineThatStands() {
        Project project = project("sql/hr/1_a.sql", "a", FILE, B + "  1_a.sql\n");
        assertThat(new Disk(folder).refusedToWrite(() -> project.seal(project.domain("hr"), "1_a.sql")))
                .containsExactly("sql/hr/1_a.sql is sealed with another checksum > bailiwick seal hr --accept 1_a.sql");
        assertThat(folder.resolve(FILE)).hasContent(B + "  1_a.sql\n");
    }

    @Test
    void twentyAtOnceLoseNoLine() throws Exception {
        List<String> names =
                IntStream.range(100, 120).mapToObj(i -> i + "_x.sql").toList();
        Project project = project("sql/hr/1_a.sql", "a");
        Domain hr = project.domain("hr");
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Manifest>> calls = names.stream()
                    .map(name -> (Callable<Manifest>) () -> project.amend(hr, manifest -> manifest.with(name, A)))
                    .toList();
            for (Future<Manifest> future : threads.invokeAll(calls)) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(project.manifest(hr).lines().keySet()).containsExactlyElementsOf(names);
        assertThat(leftBeside()).containsExactly("1_a.sql", Manifest.FILE);
    }

    private List<String> leftBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("sql/hr"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Project project(String... namesAndTexts) {
        Disk disk = new Disk(folder);
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            disk.file(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return disk.project();
    }
}
