package dev.bailiwick.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule has an example that it finds, and one of how it is done well; the page of the rules is made of them. */
class RuleBookTest {
    private static final Path PAGE = Path.of("src", "docs", "lint.md");
    private static final Pattern FILE = Pattern.compile("(?m)^-- file: (\\S+)\\n");

    static Stream<LintRule> rules() {
        return RuleBook.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theBadExampleIsFound(LintRule rule) throws InvalidScriptException {
        if (rule.name().equals("concurrently-in-transaction")) {
            // The file is refused before any rule sees it.
            assertThatThrownBy(() -> findings(RuleBook.example(rule, "bad")))
                    .isInstanceOf(InvalidScriptException.class);
            return;
        }
        assertThat(findings(RuleBook.example(rule, "bad")))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.rule()).isEqualTo(rule.name()))
                .allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theGoodExampleIsWell(LintRule rule) throws InvalidScriptException {
        assertThat(findings(RuleBook.example(rule, "good"))).isEmpty();
    }

    /** Which rules find something in a text that stands for the domain inventory. */
    static List<LintFinding> findings(String example) throws InvalidScriptException {
        Domain inventory = Domain.of("inventory", "sql/inventory", List.of("public"), false);
        Map<Domain, List<Lint.Parsed>> files = new LinkedHashMap<>();
        files.put(Domain.of("public", "sql/public", List.of(), false), List.of());
        files.put(Domain.of("hr", "sql/hr", List.of("public"), false), List.of());
        List<Lint.Parsed> parsed = new ArrayList<>();
        parsed.add(parsed("001_before.sql", before()));
        String[] texts = FILE.split(example);
        List<String> names =
                FILE.matcher(example).results().map(match -> match.group(1)).toList();
        if (names.isEmpty()) {
            parsed.add(parsed("20260101000002_example.sql", example));
        }
        for (int i = 0; i < names.size(); i++) {
            parsed.add(parsed(names.get(i), texts[i + 1]));
        }
        parsed.sort(Comparator.comparing((Lint.Parsed file) -> file.migration().filename()));
        files.put(inventory, parsed);
        return new Lint(List.copyOf(files.keySet()), files).findings(path -> !path.endsWith("before.sql"));
    }

    private static String before() {
        try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream("lint/before.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lint.Parsed parsed(String name, String text) throws InvalidScriptException {
        String path = "sql/inventory/" + name;
        return new Lint.Parsed(path, MigrationParser.parse(path, name, text));
    }

    @Test
    void thePageOfTheRulesIsMadeOfThem() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Lint rules

                What `bailiwick lint` looks for in migration files, and `bailiwick validate` with it. This page is made of
                the rules and their examples, which are tests, too.

                The examples stand on a file that was applied long ago:

                """);
        page.append("```sql\n").append(before()).append("```\n");
        for (LintRule rule : RuleBook.all()) {
            page.append("\n## ").append(rule.name()).append("\n\n");
            page.append("*")
                    .append(rule.severity().word())
                    .append("* ")
                    .append(rule.reason())
                    .append("\n");
            page.append("\nBad:\n\n```sql\n")
                    .append(RuleBook.example(rule, "bad"))
                    .append("```\n");
            page.append("\nGood:\n\n```sql\n")
                    .append(RuleBook.example(rule, "good"))
                    .append("```\n");
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }
}
