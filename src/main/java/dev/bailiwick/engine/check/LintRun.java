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
import dev.bailiwick.plan.DomainRequirements;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
        Project project = whole.looking();
        List<Domain> asked = Status.domains(project, names).stream()
                .filter(domain -> !project.broken(domain))
                .toList();
        FileCheck files = new FileCheck(project);
        withRequired(project, asked).stream()
                .filter(domain -> !project.broken(domain))
                .forEach(files::parse);
        Result result = of(project, asked, files.parsed(), base);
        List<Failure> unread = new ArrayList<>(project.problems());
        unread.addAll(files.failures());
        return new Result(
                asked,
                result.files(),
                result.findings(),
                unread,
                !project.problems().isEmpty());
    }

    /** The same of files that were parsed already. */
    static Result of(
            Project project, List<Domain> asked, Map<Domain, List<Lint.Parsed>> parsed, @Nullable String base) {
        asked.forEach(LintRun::checkRules);
        Set<String> sealed = base == null ? Set.of() : sealed(project, base, asked);
        Set<String> paths = new LinkedHashSet<>();
        asked.forEach(domain -> parsed.getOrDefault(domain, List.of()).stream()
                .map(Lint.Parsed::path)
                .filter(path -> !sealed.contains(path))
                .forEach(paths::add));
        Predicate<String> wanted = paths::contains;
        return new Result(asked, paths.size(), new Lint(project.domains(), parsed).findings(wanted), List.of(), false);
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

    /** Required domains are read, too: what they have made may be referred to. */
    static List<Domain> withRequired(Project project, List<Domain> asked) {
        return DomainRequirements.of(project.domains()).withRequired(asked);
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
