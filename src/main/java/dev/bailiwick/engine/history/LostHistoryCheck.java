package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.db.history.HistoryLog.Logged;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories, and refuses one that is lost, in whole or in part: a tracking table that is gone is not "nothing is applied"
 * while anything in the database says otherwise, and a row that is gone is not "pending" while the log says that its file is
 * applied.
 *
 * <p>Where all files have their rows nothing more is asked: the ordinary run that finds nothing to do costs what it did.
 */
public final class LostHistoryCheck {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

    /** So often a history is read anew that another runner changes while it is judged. */
    private static final int ROUNDS = 20;

    private final ProjectSession projectSession;
    private final Histories reader;

    /**
     * A look beyond histories that were read.
     *
     * @param reader that read them
     */
    public LostHistoryCheck(ProjectSession projectSession, Histories reader) {
        this.projectSession = projectSession;
        this.reader = reader;
    }

    /**
     * Reads the histories of domains.
     *
     * @throws BailiwickException exit 3 where one of them is lost
     */
    public static Map<Domain, History> read(ProjectSession projectSession, Collection<Domain> domains) {
        Histories reader = new Histories(projectSession.session());
        return new LostHistoryCheck(projectSession, reader).require(reader.read(domains), null);
    }

    static History read(ProjectSession projectSession, Domain domain) {
        return read(projectSession, List.of(domain)).getOrDefault(domain, History.NONE);
    }

    /**
     * Refuses what is lost.
     *
     * @param files of the domains, by name; null where they are not read yet
     * @return the histories: read anew where another runner has begun or changed one meanwhile
     */
    public Map<Domain, History> require(
            Map<Domain, History> histories, @Nullable Map<String, List<MigrationFile>> files) {
        return judged(histories, (seen, missing) -> {
            Map<Domain, Failure> refusals = new LinkedHashMap<>();
            seen.keySet().stream()
                    .filter(domain -> files == null
                            || !files.getOrDefault(domain.name(), List.of()).isEmpty())
                    .forEach(domain -> missing.of(domain).ifPresent(failure -> refusals.put(domain, failure)));
            refusals.putAll(rows(seen, files));
            EmptiedHistoryCheck emptied = new EmptiedHistoryCheck(projectSession, reader.tables());
            seen.keySet().stream()
                    .filter(domain -> EmptiedHistoryCheck.empty(seen.getOrDefault(domain, History.NONE))
                            && !filesOf(domain, files).isEmpty())
                    .forEach(domain -> emptied.of(domain, seen.getOrDefault(domain, History.NONE))
                            .ifPresent(failure -> refusals.put(domain, failure)));
            return refusals;
        });
    }

    private List<MigrationFile> filesOf(Domain domain, @Nullable Map<String, List<MigrationFile>> files) {
        return files == null ? projectSession.project().files(domain) : files.getOrDefault(domain.name(), List.of());
    }

    /** Refuses one whose tracking table is lost. */
    public History requireTable(Domain domain, History history) {
        return judged(domain, history, (seen, missing) -> missing.of(domain));
    }

    /** Refuses one that can't be said to begin now: its log is there. */
    public History requireBeginning(Domain domain, History history) {
        return judged(
                domain,
                history,
                (seen, missing) -> seen.kept()
                        ? Optional.ofNullable(rows(Map.of(domain, seen), null).get(domain))
                        : missing.ofBeginning(domain));
    }

    /** What stands against histories as they were read, by domain. */
    private interface Judgement {
        Map<Domain, Failure> of(Map<Domain, History> histories, MissingHistoryTableCheck missing);
    }

    private interface OneJudgement {
        Optional<Failure> of(History history, MissingHistoryTableCheck missing);
    }

    private History judged(Domain domain, History history, OneJudgement judgement) {
        return judged(Map.of(domain, history), (seen, missing) -> judgement
                        .of(seen.getOrDefault(domain, History.NONE), missing)
                        .map(failure -> Map.of(domain, failure))
                        .orElse(Map.of()))
                .getOrDefault(domain, history);
    }

    /**
     * Judges histories, and refuses what another runner has not made of them since they were read: the one that begins a domain
     * makes tracking table, log and catalog at once, between our read of the one and our look at the others.
     */
    private Map<Domain, History> judged(Map<Domain, History> read, Judgement judgement) {
        Map<Domain, History> seen = read;
        for (int round = 1; ; round++) {
            MissingHistoryTableCheck missing =
                    new MissingHistoryTableCheck(projectSession, reader.tables().othersThere() ? seen : Map.of());
            Map<Domain, Failure> refusals;
            try {
                refusals = judgement.of(seen, missing);
                if (refusals.isEmpty() && !missing.begunMeanwhile()) {
                    return seen;
                }
            } catch (SqlFailure e) {
                if (!Histories.gone(e) || round == ROUNDS) {
                    throw e;
                }
                refusals = Map.of();
            }
            Map<Domain, History> now = reader.read(seen.keySet());
            boolean stand = refusals.keySet().stream().allMatch(unchanged(seen, now));
            if (!refusals.isEmpty() && (stand || round == ROUNDS)) {
                throw new BailiwickException(ExitCode.REFUSED, List.copyOf(refusals.values()));
            }
            if (round == ROUNDS) {
                return now;
            }
            seen = now;
        }
    }

    private static Predicate<Domain> unchanged(Map<Domain, History> before, Map<Domain, History> now) {
        return domain -> {
            History then = before.getOrDefault(domain, History.NONE);
            History next = now.getOrDefault(domain, History.NONE);
            return then.kept() == next.kept() && then.version().equals(next.version());
        };
    }

    /**
     * Files that the log says are applied and that have no row, and logs that can't say it any more: of each history that is there
     * and from which something would be run.
     */
    private Map<Domain, Failure> rows(
            Map<Domain, History> histories, @Nullable Map<String, List<MigrationFile>> files) {
        List<Domain> asked = histories.keySet().stream()
                .filter(domain -> {
                    History history = histories.getOrDefault(domain, History.NONE);
                    return history.kept()
                            && (!history.rows().isEmpty() || history.version().log() > 0)
                            && (files == null || open(history, files.getOrDefault(domain.name(), List.of())));
                })
                .toList();
        Map<Domain, Failure> refusals = new LinkedHashMap<>();
        HistoryLog.Said said = new HistoryLog(projectSession.session())
                .said(asked, reader.tables().described());
        for (Domain domain : asked) {
            History history = histories.getOrDefault(domain, History.NONE);
            Failure refusal = refusal(domain, history, said.lost().getOrDefault(domain, List.of()));
            Failure cut = refusal == null
                    ? LogGaps.of(domain, history, said.cut().get(domain)).orElse(null)
                    : refusal;
            if (cut != null) {
                refusals.put(domain, cut);
            }
        }
        return refusals;
    }

    /** Whether a file would run now, or the history has no row at all. */
    private static boolean open(History history, List<MigrationFile> files) {
        Set<String> standing = standing(history);
        return standing.isEmpty() || files.stream().anyMatch(file -> !standing.contains(file.filename()));
    }

    private static Set<String> standing(History history) {
        return history.rows().stream()
                .filter(HistoryRow::standing)
                .map(HistoryRow::filename)
                .collect(Collectors.toSet());
    }

    /**
     * What is wrong with rows that are gone. A row that a person has taken away together with its file, as one does who puts many
     * files into one, is nobody's loss, unless it would be the next to be taken back.
     */
    private @Nullable Failure refusal(Domain domain, History history, List<Logged> lost) {
        Set<String> here = projectSession.project().files(domain).stream()
                .map(MigrationFile::filename)
                .collect(Collectors.toSet());
        Set<String> checksums =
                history.rows().stream().map(HistoryRow::checksum).collect(Collectors.toSet());
        boolean empty = standing(history).isEmpty();
        List<Logged> meant = lost.stream()
                .filter(file -> here.contains(file.filename())
                        || (!checksums.contains(file.checksum())
                                && (empty || file.batch() >= Math.max(1, history.lastBatch()))))
                .toList();
        if (meant.isEmpty()) {
            return null;
        }
        String table = domain.schema() + "." + domain.table();
        String names = NameList.of(meant.stream().map(Logged::filename).toList());
        String stand = stand(meant);
        String what = empty
                ? table + " is empty, and its log says that " + count(meant) + " " + stand + ": " + names
                : table + " has lost " + (meant.size() == 1 ? "the row of " : "the rows of ") + names + ": "
                        + domain.schema() + "." + domain.logTable() + " says that "
                        + (meant.size() == 1 ? "it " : "they ") + stand;
        List<String> next = new ArrayList<>();
        List<Logged> begun = begun(meant);
        if (begun.size() < meant.size()) {
            next.add("to write the rows again from the log, which shows first what it would write: "
                    + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-log"));
        }
        begun.forEach(file -> next.add("look at what stands of " + file.filename() + "; where all of it is done: "
                + ShellCommand.markApplied(domain.name(), file.filename())));
        next.add((next.isEmpty() ? "" : "or ") + "bring the table back from a backup");
        next.add("where the work of a file was undone by hand, say so of it: "
                + ShellCommand.markPending(domain.name(), meant.get(0).filename()));
        return Failure.of(what, next.toArray(String[]::new))
                .withDetails(meant.stream().map(LostHistoryCheck::line).toList())
                .withState("nothing was run");
    }

    private static List<Logged> begun(Collection<Logged> files) {
        return files.stream()
                .filter(file -> file.state() == HistoryLog.State.BEGUN)
                .toList();
    }

    /** What the log says of files together. */
    static String stand(Collection<Logged> files) {
        int begun = begun(files).size();
        String applied = files.size() == 1 ? "is applied" : "are applied";
        if (begun == 0) {
            return applied;
        }
        String open = (files.size() == 1 ? "was" : "were") + " begun outside a transaction";
        return begun == files.size() ? open + ", and not how that ended" : applied + ", or " + open;
    }

    static String count(Collection<?> files) {
        return files.size() == 1 ? "1 file" : files.size() + " files";
    }

    /** What the log says of a file. */
    static String line(Logged file) {
        return file.filename() + ": "
                + (file.state() == HistoryLog.State.BEGUN
                        ? "begun outside a transaction, how it ended is not known"
                        : said(file));
    }

    /** When a file was applied, by whom, and in which batch. */
    public static String said(Logged file) {
        return "applied " + minute(file.at()) + " by " + file.by()
                + (file.batch() > 0 ? ", batch " + file.batch() : ", in no batch");
    }

    public static String minute(OffsetDateTime at) {
        return at.withOffsetSameInstant(ZoneOffset.UTC).format(MINUTE);
    }
}
