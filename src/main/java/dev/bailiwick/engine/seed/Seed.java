package dev.bailiwick.engine.seed;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.run.DomainRun;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.section.SeedDataFiles;
import dev.bailiwick.engine.session.PartialRunState;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.SchemaSetup;
import dev.bailiwick.engine.session.StaleHistoryRetry;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.HistoryComparison;
import dev.bailiwick.plan.TypedName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the seeds of domains, required ones first: each in a transaction of its own, as often as one likes. */
public final class Seed {
    private final ProjectSession projectSession;
    private final Request request;
    private final String command;
    private final @Nullable String again;
    private final List<Domain> domains;
    private final List<Step> done = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final NewerReleaseCheck newer;
    private @Nullable Map<Domain, List<SectionRun>> ready;
    private int unchanged;

    /**
     * What is asked for.
     *
     * @param domains as typed; empty for all
     * @param only one file, by its name or the beginning of it; null for all
     * @param changed only those that are not what they were when they last ran here
     * @param data the folder that data files are looked for in before the seeds' own; null where none is named
     * @param overNewer also where the history is newer than the files here
     */
    public record Request(
            List<String> domains,
            @Nullable String only,
            boolean changed,
            @Nullable Path data,
            boolean overNewer) {
        public Request {
            domains = List.copyOf(domains);
        }

        /** The same for these domains. */
        public Request of(List<String> others) {
            return new Request(others, only, changed, data, overNewer);
        }
    }

    public Seed(ProjectSession projectSession, Request request) {
        this(projectSession, request, "seed", null);
    }

    /**
     * As a part of another command.
     *
     * @param again goes on from where it failed; null: the command itself, for the domain that failed
     */
    public Seed(ProjectSession projectSession, Request request, String command, @Nullable String again) {
        this.projectSession = projectSession;
        this.request = request;
        this.command = command;
        this.again = again;
        this.newer = new NewerReleaseCheck(request.overNewer(), command);
        this.domains = ProjectSession.domains(projectSession.project(), request.domains());
        if (request.only() != null && domains.size() != 1) {
            throw BailiwickException.usage(
                    "--only needs exactly one domain",
                    domains.stream()
                            .map(domain -> ShellCommand.of(
                                    "bailiwick", command, domain.name(), "--only", String.valueOf(request.only())))
                            .toArray(String[]::new));
        }
    }

    /** It is known of these domains that their history is newer than their files. */
    public void overNewer(Collection<Domain> known) {
        newer.know(known);
    }

    /** What was left out for that reason, as notes. */
    public List<String> leftOut() {
        return newer.notes();
    }

    /** How many seeds {@code --changed} left out. */
    public int unchanged() {
        return unchanged;
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        Map<Domain, List<SectionRun>> ready = ready();
        Map<Domain, History> histories = LostHistoryCheck.read(projectSession, ready.keySet());
        List<SectionRun> units = new ArrayList<>();
        ready.forEach((domain, seeds) -> {
            History history = histories.getOrDefault(domain, History.NONE);
            requireHistory(domain, history);
        });
        ready.forEach((domain, seeds) -> {
            List<SectionRun> wanted = wanted(domain, seeds, histories.getOrDefault(domain, History.NONE));
            unchanged += seeds.size() - wanted.size() - newer.left(domain);
            units.addAll(wanted);
        });
        notes.addAll(newer.notes());
        return report(true, SectionRunPreparation.steps(units));
    }

    /** Runs them. */
    public RunReport run() {
        Map<Domain, List<SectionRun>> ready = ready();
        Map<Domain, History> histories = LostHistoryCheck.read(projectSession, ready.keySet());
        ready.keySet().forEach(domain -> requireHistory(domain, histories.getOrDefault(domain, History.NONE)));
        notes.addAll(newer.notes());
        notes.forEach(projectSession.events()::note);
        List<Domain> written =
                ready.keySet().stream().filter(domain -> !newer.has(domain)).toList();
        if (!written.isEmpty()) {
            WriteAccessCheck.require(projectSession, written);
        }
        try {
            ready.forEach((domain, seeds) -> apply(domain, seeds, histories.getOrDefault(domain, History.NONE)));
        } catch (BailiwickException e) {
            throw PartialRunState.beside(e, done);
        }
        return report(false, done);
    }

    private RunReport report(boolean dryRun, List<Step> steps) {
        return new RunReport(command, dryRun, domains.stream().map(Domain::name).toList(), steps, notes);
    }

    /**
     * Reads and parses all seeds and looks for their data files, once and without a database; domains without seeds are
     * left out.
     */
    public Map<Domain, List<SectionRun>> ready() {
        Map<Domain, List<SectionRun>> made = ready == null ? read() : ready;
        ready = made;
        return made;
    }

    private Map<Domain, List<SectionRun>> read() {
        SectionRunPreparation preparation = new SectionRunPreparation();
        Map<Domain, List<SectionRun>> ready = new LinkedHashMap<>();
        List<String> none = new ArrayList<>();
        for (Domain domain : domains) {
            List<MigrationFile> files = only(domain, projectSession.project().seeds(domain));
            if (files.isEmpty()) {
                none.add(domain.name());
            } else {
                ready.put(
                        domain,
                        preparation.seeds(
                                projectSession,
                                domain,
                                files,
                                projectSession.project().dataFolders(domain, request.data())));
            }
        }
        preparation.orThrow();
        ready.values().forEach(units -> units.forEach(this::noteSampleData));
        boolean said = !request.domains().isEmpty() || ready.isEmpty();
        if (said && command.equals("seed")) {
            none.forEach(name -> notes.add("domain " + name + " has no seeds"));
        }
        return ready;
    }

    /** With {@code --data}, a misspelt name there must not let what lies beside the seed pass for it. */
    private void noteSampleData(SectionRun unit) {
        if (request.data() != null && unit.copied() instanceof SeedDataFiles data) {
            data.beside(unit.domain())
                    .forEach(file -> notes.add("loaded from beside the seed, not from --data: " + file));
        }
    }

    private List<MigrationFile> only(Domain domain, List<MigrationFile> seeds) {
        String only = request.only();
        if (only == null) {
            return seeds;
        }
        return List.of(new TypedName(domain, only, "--only ").amongSeeds(seeds));
    }

    /** Seeds fill what migrations have made. A domain of seeds alone only needs its log. */
    private void requireHistory(Domain domain, History history) {
        List<MigrationFile> files = projectSession.project().files(domain);
        boolean applied = history.rows().stream().anyMatch(HistoryRow::success);
        if (!files.isEmpty() && !applied) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "domain " + domain.name()
                                            + " has nothing applied in this database: its seeds have nothing to fill",
                                    ShellCommand.of("bailiwick", "setup", domain.name()),
                                    "or: " + ShellCommand.of("bailiwick", "migrate", domain.name()))
                            .withState("nothing was run"));
        }
        List<FileStatus> statuses = HistoryComparison.of(files, history);
        newer.look(domain, statuses);
        long pending =
                statuses.stream().filter(status -> status.state().toApply()).count();
        if (pending > 0) {
            notes.add("domain " + domain.name() + " has " + pending + " pending "
                    + (pending == 1 ? "migration" : "migrations") + ", which its seeds may need: bailiwick setup "
                    + domain.name());
        }
    }

    private void apply(Domain domain, List<SectionRun> seeds, History read) {
        History history = read;
        if (!history.kept()) {
            SchemaSetup.of(projectSession, domain);
            history = new Histories(projectSession.session()).read(domain);
        }
        List<SectionRun> left = wanted(domain, seeds, history);
        unchanged += seeds.size() - left.size() - newer.left(domain);
        reportNotes();
        if (left.isEmpty()) {
            return;
        }
        projectSession.events().domainStarts(domain, SectionRunPreparation.steps(left));
        DomainRun domainRun = new DomainRun(projectSession, domain, behind -> again(domain));
        try {
            StaleHistoryRetry rounds = new StaleHistoryRetry(domain);
            rounds.again(history.version(), 0);
            while (!domainRun.each(left, history)) {
                // Another runner was here, and may have run what was left of those that changed.
                history = new Histories(projectSession.session()).read(domain);
                newer.look(domain, HistoryComparison.of(projectSession.project().files(domain), history));
                reportNotes();
                rounds.again(history.version(), domainRun.steps().size());
                Set<String> ran = domainRun.steps().stream().map(Step::filename).collect(Collectors.toSet());
                left = wanted(domain, seeds, history).stream()
                        .filter(unit -> !ran.contains(unit.filename()))
                        .toList();
            }
        } finally {
            done.addAll(domainRun.steps());
        }
    }

    /**
     * Those that are to run, with {@code --changed} or without.
     *
     * @param history was read before: what has come to the log since is noticed when they run
     */
    public List<SectionRun> wanted(Domain domain, List<SectionRun> seeds, History history) {
        if (newer.has(domain)) {
            return newer.leaveOut(domain, seeds);
        }
        if ((!request.changed() && !newer.any()) || !history.kept()) {
            return seeds;
        }
        Map<String, Histories.Seeded> seeded = new Histories(projectSession.session()).seeded(domain);
        List<SectionRun> safe = newer.any()
                ? newer.leaveOut(domain, seeds, unit -> {
                    Histories.Seeded last = seeded.get(unit.filename());
                    return last != null && changed(unit, last);
                })
                : seeds;
        return !request.changed()
                ? safe
                : safe.stream()
                        .filter(unit -> readsValueGivenNow(unit) || changed(unit, seeded.get(unit.filename())))
                        .toList();
    }

    /** Says what has come up since the run began. */
    private void reportNotes() {
        newer.notes().forEach(note -> {
            notes.add(note);
            projectSession.events().note(note);
        });
    }

    /** Values are not kept, so a seed that reads one of those given now counts as changed. */
    private boolean readsValueGivenNow(SectionRun unit) {
        return projectSession.settings().values().keySet().stream()
                .anyMatch(name -> unit.text().contains("bailiwick." + name));
    }

    private static boolean changed(SectionRun unit, Histories.@Nullable Seeded last) {
        if (last == null || !last.checksum().equals(unit.checksum())) {
            return true;
        }
        try {
            String now = unit.copied() instanceof SeedDataFiles data ? data.digestsNow() : null;
            return now == null ? last.digests() != null : !now.equals(last.digests());
        } catch (IOException e) {
            // Running it tells more about a data file that can't be read than we could here.
            return true;
        }
    }

    private String again(Domain domain) {
        return again != null ? again : ResumeCommand.of(projectSession, request, command, List.of(domain.name()));
    }
}
