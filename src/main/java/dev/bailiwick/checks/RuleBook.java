package dev.bailiwick.checks;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.report.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** All lint rules, with the examples that are their documentation and their test. */
public final class RuleBook {
    static final LintRule NAME_ORDER = new LintRule(
            "name-order",
            Severity.WARN,
            "Files run in the order of their names, byte by byte: 10 comes before 9. Whoever reads the folder as numbers"
                    + " expects another order.",
            (file, found) -> {});

    static final LintRule ONE_VERSION = new LintRule(
            "one-version",
            Severity.ERROR,
            "Two files with the same version run in the order of their descriptions, which nobody meant, and two branches"
                    + " that were merged may each believe that theirs comes first.",
            (file, found) -> {});

    static final LintRule DISABLE = new LintRule(
            "lint-disable",
            Severity.ERROR,
            "A rule is disabled for one statement by its name and a reason, so that the next person can judge whether the"
                    + " reason still holds.",
            (file, found) -> {});

    private static final List<LintRule> ALL = Stream.of(
                    FileRules.RULES,
                    List.of(NAME_ORDER, ONE_VERSION),
                    SafetyRules.RULES,
                    LockRules.RULES,
                    ShapeRules.RULES,
                    List.of(DISABLE))
            .flatMap(List::stream)
            .toList();

    private RuleBook() {}

    /** In the order in which they are documented. */
    public static List<LintRule> all() {
        return ALL;
    }

    static Optional<LintRule> find(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /**
     * The rule that was typed.
     *
     * @throws BailiwickException exit 2 where there is none
     */
    public static LintRule named(String typed) {
        return find(typed)
                .orElseThrow(() -> BailiwickException.usage(
                        "there is no lint rule " + typed,
                        NearestName.to(typed, ALL.stream().map(LintRule::name).toList())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("all of them: bailiwick lint --rules")));
    }

    /**
     * An example of a rule: what it finds, or how it is done well. Lines {@code -- file: NAME} begin another file.
     *
     * @param which {@code bad} or {@code good}
     */
    public static String example(LintRule rule, String which) {
        String name = "lint/" + rule.name() + "/" + which + ".sql";
        try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
