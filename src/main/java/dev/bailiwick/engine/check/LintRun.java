package dev.bailiwick.engine.check;

import dev.bailiwick.checks.Lint;
import dev.bailiwick.checks.LintRule;
import dev.bailiwick.checks.RuleBook;
import dev.bailiwick.files.git.Revision;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.report.LintFinding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds migration files against the lint rules. */
public final class LintRun {
    private LintRun() {}

    /**
     * What was found.
     *
     * @param domains that were looked at
     * @param files how many files were looked at
     * @param unread files and domains that could not be looked at, and why
     * @param misconfigured whether something is wrong with folders or {@code domain.properties}: those domains are left out
     */
    public record Result(
            List<Domain> domains, int files, List<LintFinding> findings, List<Failure> unread, boolean misconfigured) {
        public Result {
            domains = List.copyOf(domains);
            findings = List.copyOf(findings);
            unread = List.copyOf(unread);
        }
    }

    /**
     * Looks at files.
     *
     * @param names as typed; empty for all domains
     * @param base only at files that are not in this git revision; null for all
     * @throws BailiwickException exit 2 where a rule is misspelt in domain.properties
     */
    public static Result of(Project whole, List<String> names, @Nullable String base) {
        FileCheck files = new FileCheck(whole, names);
        files.parseWithRequired();
        return of(files, base);
    }

    /** The same of files that were parsed already. */
    static Result of(FileCheck files, @Nullable String base) {
        Project project = files.project();
        List<Domain> asked = files.domains();
        Map<Domain, List<Lint.Parsed>> parsed = files.parsed();
        asked.forEach(LintRun::checkRules);
        Set<String> sealed = base == null ? Set.of() : sealed(project, base, asked);
        Set<String> paths = new LinkedHashSet<>();
        asked.forEach(domain -> parsed.getOrDefault(domain, List.of()).stream()
                .map(Lint.Parsed::path)
                .filter(path -> !sealed.contains(path))
                .forEach(paths::add));
        return new Result(
                asked,
                paths.size(),
                new Lint(project.domains(), parsed).findings(paths::contains),
                files.failures(),
                files.misconfigured());
    }

    private static Set<String> sealed(Project project, String base, List<Domain> domains) {
        Revision revision = project.repository().revision(base);
        Set<String> paths = new LinkedHashSet<>();
        domains.forEach(domain -> revision.checksums()
                .getOrDefault(domain.name(), new TreeMap<>())
                .keySet()
                .forEach(name -> paths.add(domain.folder() + "/" + name)));
        return paths;
    }

    private static void checkRules(Domain domain) {
        List<String> known = RuleBook.all().stream().map(LintRule::name).toList();
        List<Failure> wrong = new ArrayList<>();
        for (String rule : domain.lint().keySet()) {
            if (!known.contains(rule)) {
                wrong.add(Failure.of(
                        domain.folder() + "/domain.properties: there is no lint rule " + rule,
                        NearestName.to(rule, known)
                                .map(near -> "did you mean lint." + near + "?")
                                .orElse("all of them: bailiwick lint --rules")));
            }
        }
        if (!wrong.isEmpty()) {
            throw new BailiwickException(ExitCode.USAGE, wrong);
        }
    }
}
