package dev.bailiwick.script.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;
import dev.bailiwick.testing.TestDatabase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * SQL that others wrote is cut into the statements that psql sends: PostgreSQL's catalogs and extensions with each
 * build, and with {@code -Dbailiwick.sql=FOLDER} every SQL file in it, such as PostgreSQL's own regression tests.
 *
 * <p>A role without rights sends them, to a database of the test's own. Lines of psql's own commands are taken out for both,
 * and of a file that copies data in only what comes before: where the table isn't there, psql reads its lines as SQL.
 */
@Timeout(1200)
class PsqlStatementsIT {
    private static final Pattern SENT =
            Pattern.compile("^\\*{9} QUERY \\*{10}\\n(.*?)\\n\\*{26}\\n\\n", Pattern.DOTALL | Pattern.MULTILINE);
    /** From psql 17. */
    private static final Pattern SENT_NEWER =
            Pattern.compile("^/\\*{8} QUERY \\*{9}/\\n(.*?)\\n/\\*{24}/\\n\\n", Pattern.DOTALL | Pattern.MULTILINE);

    /** Files of PostgreSQL's regression tests that psql reads otherwise, each for a reason that is psql's own. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "pg_stat_statements.sql", "\\; joins statements",
            "transactions.sql", "\\; joins statements",
            "psql.sql", "it tests psql's own commands",
            "create_function_c.sql", "a variable that psql sets",
            "strings.sql", "standard_conforming_strings is off in a part of it");

    private static final Pattern COPY_IN =
            Pattern.compile("\\bcopy\\b[^;]*\\bfrom\\s+std(in|out)", Pattern.CASE_INSENSITIVE);

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @Test
    void areOurs() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "psql"))),
                "psql is not on the PATH");
        String role = db.createRole("reader");
        int statements = 0;
        List<String> different = new ArrayList<>();
        Map<String, String> files = files();
        for (Map.Entry<String, String> file : files.entrySet()) {
            String text = usable(file.getValue());
            List<String> ours = ours(text);
            List<String> theirs = psql(text, role);
            IntStream.range(0, Math.max(ours.size(), theirs.size()))
                    .filter(i -> i >= ours.size()
                            || i >= theirs.size()
                            || !ours.get(i).equals(theirs.get(i)))
                    .mapToObj(i -> file.getKey() + ", statement " + (i + 1) + "\nours:   " + at(ours, i) + "\npsql's: "
                            + at(theirs, i))
                    .filter(difference -> !EXCEPTIONS.containsKey(
                            Path.of(file.getKey()).getFileName().toString()))
                    .findFirst()
                    .ifPresent(different::add);
            statements += ours.size();
        }
        System.out.println(files.size() + " files, " + statements + " statements: psql and Bailiwick cut the same");
        assertThat(different).isEmpty();
        assertThat(statements).isPositive();
    }

    private static String at(List<String> statements, int i) {
        return i < statements.size() ? statements.get(i) : "";
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        String own = System.getProperty("bailiwick.sql");
        if (own != null) {
            try (Stream<Path> paths = Files.walk(Path.of(own))) {
                for (Path path :
                        paths.filter(p -> p.toString().endsWith(".sql")).toList()) {
                    files.put(path.toString(), new String(Files.readAllBytes(path), UTF_8));
                }
            }
            return files;
        }
        try (InputStream archive = PsqlStatementsIT.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
            assumeTrue(archive != null, "no PostgreSQL for this machine in the class path");
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith(".sql")) {
                    files.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
                }
            }
        }
        return files;
    }

    private static String usable(String text) {
        Matcher copy = COPY_IN.matcher(text);
        String before = copy.find() ? text.substring(0, copy.start()) : text;
        return before.replaceAll("(?m)^\\s*\\\\.*$", "").replaceAll("\\\\g\\w*.*", ";");
    }

    private static List<String> ours(String text) {
        ScriptFindings findings = new ScriptFindings("a.sql", Text.of(text));
        List<String> statements = new ArrayList<>();
        new Splitter(
                        Text.of(text),
                        findings,
                        true,
                        token -> {},
                        cut -> statements.add(text.substring(
                                cut.statement().start(), cut.statement().end())))
                .run();
        return statements.stream().map(PsqlStatementsIT::bare).toList();
    }

    private List<String> psql(String text, String role) throws Exception {
        Path file = Files.writeString(folder.resolve("in.sql"), text);
        Path log = folder.resolve("log");
        Files.deleteIfExists(log);
        ProcessBuilder builder = new ProcessBuilder(
                        new ArrayList<>(List.of("psql", "-XqAt", "-L", log.toString(), "-o", "/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        for (String variable : List.of("USER", "DBNAME", "HOST", "PORT", "ENCODING", "VERSION")) {
            builder.command().addAll(List.of("-c", "\\unset " + variable));
        }
        builder.command().addAll(List.of("-f", file.toString()));
        builder.environment()
                .putAll(Map.of(
                        "PGHOST",
                        db.host(),
                        "PGPORT",
                        Integer.toString(db.port()),
                        "PGDATABASE",
                        db.name(),
                        "PGUSER",
                        role,
                        "PGPASSWORD",
                        role,
                        "PGCLIENTENCODING",
                        "UTF8",
                        "LC_ALL",
                        "C"));
        assertThat(builder.start().waitFor()).isZero();
        String said = new String(Files.readAllBytes(log), UTF_8);
        Pattern sent = said.contains("/******** QUERY") ? SENT_NEWER : SENT;
        return sent.matcher(said)
                .results()
                .map(m -> bare(m.group(1)))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** Its words, without comments, blank lines and the last semicolon, some of which psql drops. */
    private static String bare(String statement) {
        List<String> tokens = new ArrayList<>();
        Scanner scanner = new Scanner(Text.of(statement), 0, statement.length(), token -> {});
        for (Token token = scanner.next(); token.kind() != Token.Kind.END; token = scanner.next()) {
            switch (token.kind()) {
                case BLANK, BLOCK_COMMENT, LINE_COMMENT -> {}
                default -> tokens.add(statement.substring(token.start(), token.end()));
            }
        }
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).equals(";")) {
            tokens.remove(tokens.size() - 1);
        }
        return String.join(" ", tokens);
    }
}
