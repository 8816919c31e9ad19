package dev.bailiwick.othertools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.convert.FileConverter;
import dev.bailiwick.othertools.format.Conversion;
import dev.bailiwick.othertools.format.ConvertedFile;
import dev.bailiwick.othertools.format.FileFormat;
import dev.bailiwick.othertools.format.ToolRecognition;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.script.split.MigrationParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per case, its name the tool's, and a word behind a dot where a tool has several: {@code in} holds the tool's files,
 * {@code out} what they become, and {@code said.txt} what is said of them. {@code -Dgolden.write=true} writes the two anew. Read
 * them before they are committed.
 */
class ConvertTest {
    private static final Path CASES = Path.of("src/test/resources/golden/convert");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesOurs(String name) throws IOException {
        Path folder = CASES.resolve(name);
        Conversion conversion = convert(format(name), files(folder.resolve("in"), "\n"));
        if (Boolean.getBoolean("golden.write")) {
            write(folder, conversion);
        }
        Map<String, String> out = new TreeMap<>();
        conversion.converted().forEach(file -> out.put(file.filename(), file.text()));
        assertThat(out).isEqualTo(texts(folder.resolve("out")));
        assertThat(said(conversion)).isEqualTo(Files.readString(folder.resolve("said.txt")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesTheSameWithWindowsLineEnds(String name) throws IOException {
        Path folder = CASES.resolve(name).resolve("in");
        List<ConvertedFile> unix = convert(format(name), files(folder, "\n")).converted();
        assertThat(convert(format(name), files(folder, "\r\n")).converted()).isEqualTo(unix);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void canBeReadAndTellsWhereItCameFrom(String name) throws IOException {
        Conversion conversion = convert(format(name), files(CASES.resolve(name).resolve("in"), "\n"));
        for (ConvertedFile file : conversion.converted()) {
            Migration migration = MigrationParser.parse(file.filename(), file.filename(), file.text());
            assertThat(migration.text()).hasToString(file.text());
            assertThat(OriginalFile.of(file.text())).contains(file.origin());
            assertThat(file.filename()).matches("(\\d+|\\d{4}-\\d{2}-\\d{2})_.+\\.sql");
        }
        assertThat(conversion.converted())
                .extracting(ConvertedFile::filename)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noFileIsLost(String name) throws IOException {
        List<MigrationFile> files = files(CASES.resolve(name).resolve("in"), "\n");
        Conversion conversion = convert(format(name), files);
        List<String> told = new ArrayList<>();
        conversion.refused().forEach(refused -> told.add(refused.file()));
        conversion.asides().forEach(aside -> told.add(aside.file()));
        conversion.converted().forEach(file -> told.add(file.origin().file().split("::", 2)[0]));
        for (MigrationFile file : files) {
            String up = file.filename()
                    .replace(".down.sql", ".up.sql")
                    .replace("down.sql", "up.sql")
                    .replaceFirst("^revert/", "deploy/")
                    .replaceFirst("(^|/)U([0-9])", "$1V$2");
            assertThat(told).as(file.filename()).containsAnyOf(file.filename(), up);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRecognised(String name) throws IOException {
        List<ToolRecognition.Candidate> candidates =
                ToolRecognition.of(files(CASES.resolve(name).resolve("in"), "\n"));
        assertThat(candidates).extracting(ToolRecognition.Candidate::format).contains(format(name));
    }

    @Test
    void everyFormatHasACase() throws IOException {
        assertThat(cases())
                .extracting(ConvertTest::format)
                .containsAll(Stream.of(FileFormat.values())
                        .filter(format -> format != FileFormat.KNEX)
                        .toList());
    }

    private static Conversion convert(FileFormat format, List<MigrationFile> files, MigrationFile... own) {
        return FileConverter.convert(format, files, List.of(own), List.of());
    }

    private static MigrationFile flyway(String name, String number) {
        return new MigrationFile(name, "db/" + name, "CREATE TABLE t" + number + " (id integer);\n", "");
    }

    /** What a first conversion made, and what a second one says of more files. */
    private static Conversion again(List<String> first, List<String> then) {
        MigrationFile[] there = convert(FileFormat.FLYWAY, flyway(first)).converted().stream()
                .map(file -> new MigrationFile(file.filename(), "sql/d/" + file.filename(), file.text(), ""))
                .toArray(MigrationFile[]::new);
        return convert(FileFormat.FLYWAY, flyway(then), there);
    }

    private static List<MigrationFile> flyway(List<String> versions) {
        return versions.stream()
                .map(version -> flyway("V" + version + "__x.sql", version.replace('.', '_')))
                .toList();
    }

    private static List<String> names(Conversion conversion) {
        return conversion.converted().stream().map(ConvertedFile::filename).toList();
    }

    @Test
    void whatWasTakenOverBeforeKeepsItsName() {
        assertThat(names(again(List.of("1", "2"), List.of("1", "2", "2.1"))))
                .containsExactly("001_x.sql", "002_x.sql", "021_x.sql");
        assertThat(names(again(List.of("1", "2"), List.of("1", "2", "3", "1000"))))
                .containsExactly("001_x.sql", "002_x.sql", "003_x.sql", "1000_x.sql");
        assertThat(names(again(List.of("1", "2.1"), List.of("1", "1.5", "2.1", "2.10"))))
                .containsExactly("010_x.sql", "015_x.sql", "021_x.sql", "022_x.sql");
    }

    @Test
    void whatHasNoPlaceAmongThemIsRefused() {
        Conversion conversion = again(List.of("1", "2"), List.of("1", "1.1", "2"));
        assertThat(names(conversion)).containsExactly("001_x.sql", "002_x.sql");
        assertThat(conversion.refused()).singleElement().satisfies(refused -> assertThat(
                        refused.failures().get(0).what())
                .isEqualTo("db/V1.1__x.sql belongs between 001_x.sql and 002_x.sql, which are in the domain"
                        + " already, and there is no number for it"));
    }

    @Test
    void theFolderThatWasNamedNeedNotBeTheSame() {
        MigrationFile there = new MigrationFile(
                "007_x.sql", "sql/d/007_x.sql", "-- Taken over from flyway: migration/V1__x.sql\n", "");
        Conversion conversion = convert(FileFormat.FLYWAY, flyway(List.of("1")), there);
        assertThat(names(conversion)).containsExactly("007_x.sql");
        assertThat(conversion.converted().get(0).text()).startsWith(there.text());
    }

    @Test
    void whatLiesInAnotherDomainIsSaid() {
        MigrationFile there =
                new MigrationFile("001_x.sql", "sql/hr/001_x.sql", "-- Taken over from flyway: V1__x.sql\n", "");
        Conversion conversion =
                FileConverter.convert(FileFormat.FLYWAY, flyway(List.of("1")), List.of(), List.of(there));
        assertThat(conversion.converted().get(0).notes())
                .containsExactly(
                        "sql/hr/001_x.sql was taken over from the same file: in one database it would run twice");
    }

    private static FileFormat format(String name) {
        return FileFormat.of(name.split("\\.", 2)[0]).orElseThrow();
    }

    private static List<MigrationFile> files(Path folder, String lineEnd) throws IOException {
        List<MigrationFile> files = new ArrayList<>();
        texts(folder)
                .forEach((name, text) ->
                        files.add(new MigrationFile(name, "db/" + name, text.replace("\n", lineEnd), "")));
        return files;
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    texts.put(folder.relativize(path).toString(), Files.readString(path, UTF_8));
                }
            }
        }
        return texts;
    }

    private static void write(Path folder, Conversion conversion) throws IOException {
        Path out = folder.resolve("out");
        if (Files.isDirectory(out)) {
            try (Stream<Path> paths = Files.walk(out).sorted(Comparator.reverseOrder())) {
                for (Path path : paths.toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(out);
        for (ConvertedFile file : conversion.converted()) {
            Files.writeString(out.resolve(file.filename()), file.text());
        }
        Files.writeString(folder.resolve("said.txt"), said(conversion));
    }

    private static String said(Conversion conversion) {
        StringBuilder said = new StringBuilder();
        for (ConvertedFile file : conversion.converted()) {
            said.append(file.origin().file())
                    .append(" -> ")
                    .append(file.filename())
                    .append('\n');
            file.notes().forEach(note -> said.append("    ").append(note).append('\n'));
        }
        for (Conversion.Refused refused : conversion.refused()) {
            said.append(refused.file()).append(" is not converted\n");
            for (Failure failure : refused.failures()) {
                said.append("    ")
                        .append(failure.where() == null ? "" : failure.where() + " ")
                        .append(failure.what())
                        .append("\n        -> ")
                        .append(String.join("; ", failure.next()))
                        .append('\n');
            }
        }
        conversion.asides().forEach(aside -> said.append(aside.file())
                .append(' ')
                .append(aside.why())
                .append('\n'));
        return said.toString();
    }
}
