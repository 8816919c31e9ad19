package dev.bailiwick.engine.check;

import dev.bailiwick.engine.history.EditedFileDiffs;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.report.DomainStatus;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.plan.NewerFiles;
import dev.bailiwick.plan.Remedies;
import dev.bailiwick.plan.UpPlan;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong: in the files alone, and between files and history. */
public final class Validate {
    private Validate() {}

    /**
     * What was looked at, and what is wrong.
     *
     * @param domains the domains
     * @param files how many files were read
     * @param failures everything that is wrong; empty where all is well
     * @param notes what is not wrong, and worth a word
     * @param misconfigured whether something is wrong with folders or {@code domain.properties}: those domains are left out
     */
    public record Result(
            List<Domain> domains, int files, List<Failure> failures, List<String> notes, boolean misconfigured) {
        public Result {
            domains = List.copyOf(domains);
            failures = List.copyOf(failures);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Looks at the files alone: names, encoding, markers, statements, manifests. Needs no database.
     *
     * @param base the git revision to compare with, as typed; null for none
     * @throws BailiwickException (usage) where there is no such revision
     */
    public static Result offline(Project whole, List<String> names, @Nullable String base) {
        FileCheck files = new FileCheck(whole, names);
        BaseBranchCheck against = base == null ? null : new BaseBranchCheck(files.project(), base);
        files.look(against);
        List<String> notes = new ArrayList<>(files.notes());
        List<Failure> failures = files.failures();
        files.parseWithRequired();
        List<LintFinding> lint = LintRun.of(files, base).findings();
        lint.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Validate::failure)
                .forEach(failures::add);
        long warnings = lint.stream()
                .filter(finding -> finding.severity() == Severity.WARN)
                .count();
        if (warnings > 0) {
            notes.add("lint has " + warnings + (warnings == 1 ? " warning: " : " warnings: ")
                    + ShellCommand.of(Stream.concat(Stream.of("bailiwick", "lint"), names.stream())
                            .toArray(String[]::new)));
        }
        if (against != null) {
            against.missing(names.isEmpty() ? files.project().domains() : null);
            failures.addAll(against.failures());
            notes.addAll(against.notes());
        }
        return new Result(files.domains(), files.count(), failures, notes, files.misconfigured());
    }

    /** A finding that stops validate. */
    private static Failure failure(LintFinding finding) {
        return new Failure(
                finding.what() + " (lint: " + finding.rule() + ")",
                finding.where(),
                null,
                "",
                finding.fix().isEmpty() ? List.of() : List.of(finding.fix()));
    }

    /**
     * What the history of the database says.
     *
     * @param failures everything that is wrong
     * @param newer the domains whose history is newer than their files, which is nothing wrong
     */
    public record Compared(List<Failure> failures, List<NewerFiles> newer) {
        public Compared {
            failures = List.copyOf(failures);
            newer = List.copyOf(newer);
        }
    }

    /** Compares the files with the history of the database. */
    public static Compared database(ProjectSession projectSession, List<String> names) {
        List<Failure> failures = new ArrayList<>();
        List<NewerFiles> newer = new ArrayList<>();
        Status.Result stand = new Status(projectSession).run(names);
        failures.addAll(stand.failures());
        for (DomainStatus status : stand.domains()) {
            UpPlan plan = UpPlan.of(status.domain(), status.files(), UpRequest.ALL);
            String ofARun = "; nothing was run in " + status.domain().name();
            new EditedFileDiffs(projectSession, status.domain())
                    .explain(plan, status.files(), false).stream()
                            .map(failure -> failure.withState(failure.state().replace(ofARun, "")))
                            .forEach(failures::add);
            // Migrate goes on with it: but well it is not.
            Remedies waysOut = new Remedies(status.domain(), status.files());
            status.files().stream()
                    .filter(FileStatus::resumable)
                    .map(file -> status.stuck()
                            .getOrDefault(
                                    file.filename(),
                                    waysOut.failure(file).withState("migrate goes on where it stopped")))
                    .forEach(failures::add);
            if (!plan.refused()) {
                NewerFiles.of(status.domain(), status.files()).ifPresent(newer::add);
            }
        }
        return new Compared(failures, newer);
    }
}
