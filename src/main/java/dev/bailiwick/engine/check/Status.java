package dev.bailiwick.engine.check;

import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.history.EditedFileDiffs;
import dev.bailiwick.engine.history.FilesAndHistories;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.history.LogGaps;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.section.Resumption;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.DomainStatus;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.HistoryComparison;
import dev.bailiwick.plan.Remedies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Says of each migration where it stands; reads only. */
public final class Status {
    private final ProjectSession projectSession;

    public Status(ProjectSession projectSession) {
        this.projectSession = projectSession;
    }

    /**
     * Where domains stand.
     *
     * @param domains those whose files can be read
     * @param failures what is wrong with the others
     * @param exit what that is: misconfigured or unreadable; done where there is nothing
     */
    public record Result(List<DomainStatus> domains, List<Failure> failures, ExitCode exit) {
        public Result {
            domains = List.copyOf(domains);
            failures = List.copyOf(failures);
        }
    }

    /**
     * The status of domains; one whose files can't be read keeps nobody from the others.
     *
     * @param names as typed; empty for all
     */
    public Result run(List<String> names) {
        Project project = projectSession.project().looking();
        List<Domain> domains = ProjectSession.domains(project, names).stream()
                .filter(domain -> !project.broken(domain))
                .toList();
        List<Failure> failures = new ArrayList<>(project.problems());
        CompletableFuture<FilesAndHistories.Read> reading =
                ProjectSession.beside("history", () -> FilesAndHistories.Read.of(projectSession, domains));
        Map<Domain, List<MigrationFile>> filesOf = new LinkedHashMap<>();
        for (Domain domain : domains) {
            try {
                filesOf.put(domain, project.files(domain));
            } catch (BailiwickException e) {
                failures.addAll(e.failures());
            }
        }
        FilesAndHistories.Read read = read(reading, failures);
        Map<Domain, History> histories = withoutLost(read, filesOf, failures);
        failures.addAll(LogGaps.all(projectSession, read.reader(), histories, filesOf.keySet()));
        List<DomainStatus> statuses = new ArrayList<>();
        filesOf.forEach((domain, found) -> {
            HalfDoneCheck.Seen seen =
                    HalfDoneCheck.seen(projectSession, domain, histories.getOrDefault(domain, History.NONE));
            History history = seen.history();
            List<FileStatus> files = HistoryComparison.of(found, history);
            Map<String, Failure> stuck = new LinkedHashMap<>(new Remedies(domain, files).noNextBatch());
            if (seen.runner() == null) {
                stuck.putAll(new Resumption(projectSession, domain, files).refusals());
            }
            Map<String, List<String>> ways = waysOut(domain, files, seen.runner());
            stuck.forEach((file, failure) -> ways.put(file, failure.next()));
            statuses.add(new DomainStatus(
                    domain,
                    history.kept(),
                    files,
                    new EditedFileDiffs(projectSession, domain).of(files),
                    seen.runner(),
                    ways,
                    stuck));
        });
        boolean misconfigured = !project.problems().isEmpty();
        ExitCode exit = misconfigured ? ExitCode.USAGE : failures.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
        return new Result(statuses, failures, exit);
    }

    /** The histories; takes the domains out of the files whose histories are lost, and says why among the failures. */
    private Map<Domain, History> withoutLost(
            FilesAndHistories.Read read, Map<Domain, List<MigrationFile>> filesOf, List<Failure> failures) {
        LostHistoryCheck check = new LostHistoryCheck(projectSession, read.reader());
        try {
            return check.require(read.histories(), byName(filesOf));
        } catch (BailiwickException any) {
            Map<Domain, History> histories = new LinkedHashMap<>();
            for (Domain domain : List.copyOf(filesOf.keySet())) {
                Map<Domain, History> one = Map.of(domain, read.histories().getOrDefault(domain, History.NONE));
                try {
                    histories.putAll(check.require(one, byName(filesOf)));
                } catch (BailiwickException e) {
                    failures.addAll(e.failures());
                    filesOf.remove(domain);
                }
            }
            return histories;
        }
    }

    private static Map<String, List<MigrationFile>> byName(Map<Domain, List<MigrationFile>> filesOf) {
        Map<String, List<MigrationFile>> named = new LinkedHashMap<>();
        filesOf.forEach((domain, files) -> named.put(domain.name(), files));
        return named;
    }

    /** Where neither can be read, the folders are what is reported. */
    private static FilesAndHistories.Read read(
            CompletableFuture<FilesAndHistories.Read> reading, List<Failure> failures) {
        try {
            return ProjectSession.joined(reading);
        } catch (BailiwickException | SqlFailure e) {
            throw failures.isEmpty() ? e : new BailiwickException(ExitCode.REFUSED, failures, e);
        }
    }

    /** While somebody runs what is half-done, a person who looks into it is not needed. */
    private static Map<String, List<String>> waysOut(Domain domain, List<FileStatus> files, @Nullable String runner) {
        Map<String, List<String>> ways = new LinkedHashMap<>(new Remedies(domain, files).all());
        if (runner != null) {
            files.stream()
                    .filter(file -> file.state() == FileState.PARTIAL)
                    .forEach(file -> ways.put(file.filename(), List.of("wait for it: " + runner)));
        }
        return ways;
    }
}
