package dev.bailiwick.engine;

import dev.bailiwick.db.Histories;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.model.Step;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.TypedName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the seeds of domains, required ones first: each in a transaction of its own, as often as one likes. */
public final class Seed {
    private final Site site;
    private final Request request;
    private final String command;
    private final List<Domain> domains;
    private final List<Step> done = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int unchanged;

    /**
     * What is asked for.
     *
     * @param domains as typed; empty for all
     * @param only one file, by its name or the beginning of it; null for all
     * @param changed only those that are not what they were when they last ran here
     * @param data the folder that data files are looked for in before the seeds' own; null where none is named
     */
    public record Request(
            List<String> domains,
            @Nullable String only,
            boolean changed,
            @Nullable Path data) {
        public Request {
            domains = List.copyOf(domains);
        }

        /** The same for these domains. */
        Request of(List<String> others) {
            return new Request(others, only, changed, data);
        }
    }

    public Seed(Site site, Request request) {
        this(site, request, "seed");
    }

    /** As a part of another command, which goes on from where it failed. */
    Seed(Site site, Request request, String command) {
        this.site = site;
        this.request = request;
        this.command = command;
        this.domains = Status.domains(site.project(), request.domains());
        if (request.only() != null && domains.size() != 1) {
            throw BailiwickException.usage(
                    "--only needs exactly one domain",
                    domains.stream()
                            .map(domain -> ShellCommand.of(
                                    "bailiwick", command, domain.name(), "--only", String.valueOf(request.only())))
                            .toArray(String[]::new));
        }
    }

    /** How many seeds {@code --changed} left out. */
    public int unchanged() {
        return unchanged;
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        List<Unit> units = new ArrayList<>();
        ready().forEach((domain, seeds) -> {
            requireHistory(domain);
            List<Unit> wanted = wanted(domain, seeds);
            unchanged += seeds.size() - wanted.size();
            units.addAll(wanted);
        });
        return report(true, Preparation.steps(units));
    }

    /** Runs them. */
    public RunReport run() {
        Map<Domain, List<Unit>> ready = ready();
        ready.keySet().forEach(this::requireHistory);
        notes.forEach(site.events()::note);
        if (!ready.isEmpty()) {
            Writable.require(site, ready.keySet());
        }
        ready.forEach(this::apply);
        return report(false, done);
    }

    private RunReport report(boolean dryRun, List<Step> steps) {
        return new RunReport(command, dryRun, domains.stream().map(Domain::name).toList(), steps, notes);
    }

    /** Reads and parses all seeds and looks for their data files, without a database; domains without seeds are left out. */
    Map<Domain, List<Unit>> ready() {
        Preparation preparation = new Preparation();
        Map<Domain, List<Unit>> ready = new LinkedHashMap<>();
        List<String> none = new ArrayList<>();
        for (Domain domain : domains) {
            List<MigrationFile> files = only(domain, site.project().seeds(domain));
            if (files.isEmpty()) {
                none.add(domain.name());
            } else {
                ready.put(
                        domain,
                        preparation.seeds(site, domain, files, site.project().dataFolders(domain, request.data())));
            }
        }
        preparation.orThrow();
        boolean said = !request.domains().isEmpty() || ready.isEmpty();
        if (said && command.equals("seed")) {
            none.forEach(name -> notes.add("domain " + name + " has no seeds"));
        }
        return ready;
    }

    private List<MigrationFile> only(Domain domain, List<MigrationFile> seeds) {
        String only = request.only();
        if (only == null) {
            return seeds;
        }
        return List.of(new TypedName(domain, only, "--only ").amongSeeds(seeds));
    }

    /** Seeds fill what migrations have made. A domain of seeds alone only needs its log. */
    private void requireHistory(Domain domain) {
        List<MigrationFile> files = site.project().files(domain);
        History history = history(domain);
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
        long pending = Comparison.of(files, history).stream()
                .filter(status -> status.state().toApply())
                .count();
        if (pending > 0) {
            notes.add("domain " + domain.name() + " has " + pending + " pending "
                    + (pending == 1 ? "migration" : "migrations") + ", which its seeds may need: bailiwick setup "
                    + domain.name());
        }
    }

    private void apply(Domain domain, List<Unit> seeds) {
        History history = history(domain);
        if (!history.kept()) {
            Founding.of(site, domain);
            history = history(domain);
        }
        List<Unit> left = wanted(domain, seeds);
        unchanged += seeds.size() - left.size();
        if (left.isEmpty()) {
            return;
        }
        site.events().domainStarts(domain, Preparation.steps(left));
        Execution execution = new Execution(site, domain, behind -> again(domain));
        try {
            while (!execution.each(left, history)) {
                // Another runner was here, and may have run what was left of those that changed.
                history = history(domain);
                Set<String> ran = execution.steps().stream().map(Step::filename).collect(Collectors.toSet());
                left = wanted(domain, seeds).stream()
                        .filter(unit -> !ran.contains(unit.filename()))
                        .toList();
            }
        } finally {
            done.addAll(execution.steps());
        }
    }

    /** Those that are to run, with {@code --changed} or without. Where that matters, the history was read before. */
    List<Unit> wanted(Domain domain, List<Unit> seeds) {
        if (!request.changed() || !history(domain).kept()) {
            return seeds;
        }
        Map<String, Histories.Seeded> seeded = new Histories(site.session()).seeded(domain);
        return seeds.stream()
                .filter(unit -> changed(unit, seeded.get(unit.filename())))
                .toList();
    }

    private static boolean changed(Unit unit, Histories.@Nullable Seeded last) {
        if (last == null || !last.checksum().equals(unit.checksum())) {
            return true;
        }
        try {
            String now = unit.copied() instanceof SeedData data ? data.digestsNow() : null;
            return now == null ? last.digests() != null : !now.equals(last.digests());
        } catch (IOException e) {
            // Running it tells more about a data file that can't be read than we could here.
            return true;
        }
    }

    private History history(Domain domain) {
        return Migrate.history(new Histories(site.session()).read(List.of(domain)), domain);
    }

    private String again(Domain domain) {
        List<String> words = new ArrayList<>(List.of("bailiwick", command, domain.name()));
        if (request.only() != null) {
            words.addAll(List.of("--only", request.only()));
        }
        if (request.changed()) {
            words.add("--changed");
        }
        if (request.data() != null) {
            words.addAll(List.of("--data", request.data().toString()));
        }
        return ShellCommand.of(words.toArray(String[]::new));
    }
}
