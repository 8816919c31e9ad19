package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.loss.DataLoss;
import dev.bailiwick.db.loss.HistoryForeignKeys;
import dev.bailiwick.db.loss.ObjectsBefore;
import dev.bailiwick.db.loss.TakenAwayObject;
import dev.bailiwick.db.loss.TakenAwayObjects;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.run.AllOrNothingRun;
import dev.bailiwick.engine.run.DomainRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.RunnerWait;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.script.split.NonTransactionalStatements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes files back so that nothing with rows in it goes without a question.
 *
 * <p>What would go is not read out of the text: the files run, and before the commit the server is asked what is gone. Where
 * that holds rows or values nobody has agreed to lose, all of it is rolled back and the question is put, with no lock held
 * while a person thinks. What can't run in a transaction is tried beforehand in one that is rolled back, without the
 * statements that refuse to.
 */
final class RollbackWithConsent {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** Classes of errors that a statement may meet in a trial alone. */
    private static final Set<String> ONLY_THERE = Set.of("25", "2D", "40", "53", "54", "55", "57");

    /** How often what would go may turn out to be more than was agreed to. */
    private static final int ROUNDS = 10;

    /** How often a trial is begun again without a statement that fails in it. */
    private static final int TRIALS = 50;

    private final ProjectSession projectSession;
    private final DataLossConsent consent;
    private final DataLossSummary what;
    private final Map<Domain, History> histories;
    private final AllOrNothingRun.Ends dependents;

    /** What goes with the rows of the history, whatever the files do. */
    private List<DataLoss> referring = List.of();

    private boolean asked;

    /** What came of it. */
    enum End {
        /** It is taken back. */
        DONE,
        /** The person has said no. */
        DECLINED,
        /** The history turned out to be another one. */
        STALE,
        /** Too much for one transaction; it is agreed to go file by file. */
        EACH
    }

    /**
     * One taking back.
     *
     * @param dependents says what is refused because others depend on it
     */
    RollbackWithConsent(
            ProjectSession projectSession,
            DataLossConsent consent,
            DataLossSummary what,
            Map<Domain, History> histories,
            AllOrNothingRun.Ends dependents) {
        this.projectSession = projectSession;
        this.consent = consent;
        this.what = what;
        this.histories = histories;
        this.dependents = dependents;
    }

    /** All of it in one transaction. */
    End together(DomainRun domainRun, List<SectionRun> units) {
        boolean free = consent.given(what);
        referring = free ? List.of() : referring(units);
        Set<TakenAwayObject> agreed = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            TakenAwayObjects effects = new TakenAwayObjects(projectSession.session());
            ObjectsBefore seen = free
                    ? null
                    : ObjectsBefore.read(
                            projectSession.session(),
                            words(units),
                            projectSession.project().domains());
            Set<TakenAwayObject> gone = new HashSet<>();
            AllOrNothingRun.Ends ends = new AllOrNothingRun.Ends() {
                @Override
                public boolean commits() {
                    if (seen != null) {
                        gone.addAll(effects.gone(seen));
                    }
                    return (asked || referring.isEmpty()) && TakenAwayObject.within(gone, agreed);
                }

                @Override
                public @Nullable BailiwickException refusal(SectionRun unit, SqlError error) {
                    return dependents.refusal(unit, error);
                }
            };
            switch (domainRun.together(units, histories, ends)) {
                case DONE -> {
                    return End.DONE;
                }
                case STALE -> {
                    return End.STALE;
                }
                case TOO_MANY_LOCKS -> {
                    return tooMany(units, effects, seen);
                }
                case HELD_BACK -> {
                    if (!agreed(effects, gone)) {
                        return End.DECLINED;
                    }
                    agreed.addAll(gone);
                    domainRun.hearsNothingMore();
                }
            }
        }
        throw new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                what.command() + " would take away something else each time it is tried",
                                "if that is what you want: " + what.again() + " --yes")
                        .withState("nothing was taken back"));
    }

    private boolean agreed(TakenAwayObjects effects, Collection<TakenAwayObject> gone) {
        return agreed(effects.losses(gone), List.of());
    }

    private boolean agreed(Collection<DataLoss> gone, Collection<DataLoss> unknown) {
        List<DataLoss> losses = new ArrayList<>(unknown);
        losses.addAll(gone);
        Set<String> named = losses.stream().map(DataLoss::name).collect(Collectors.toSet());
        referring.stream().filter(loss -> !named.contains(loss.name())).forEach(losses::add);
        asked = true;
        return losses.isEmpty() || consent.agrees(what.losing(losses));
    }

    /** What goes with the rows of these files, by foreign keys that refer to them. */
    private List<DataLoss> referring(List<SectionRun> units) {
        List<DataLoss> losses = new ArrayList<>();
        for (Domain domain : histories.keySet()) {
            List<String> names = units.stream()
                    .filter(unit ->
                            unit.direction() == Direction.DOWN && unit.domain().equals(domain))
                    .map(SectionRun::filename)
                    .toList();
            new HistoryForeignKeys(projectSession.session())
                    .taking(domain, names)
                    .forEach(one -> losses.add(loss(one)));
        }
        return losses;
    }

    private static DataLoss loss(HistoryForeignKeys.Taking taking) {
        String table = taking.key().table();
        return new DataLoss(
                taking.deletes() ? DataLoss.Kind.ROWS : DataLoss.Kind.CHANGED,
                taking.deletes() ? table : table + "." + taking.columns(),
                taking.rows(),
                taking.rows() >= 0,
                taking.rows() >= 0 ? null : "whether any refer to the history, and go with it, can't be looked at");
    }

    /** One transaction can't hold the locks; then what would go can't be tried either, and all tables are taken to go. */
    private End tooMany(List<SectionRun> units, TakenAwayObjects effects, @Nullable ObjectsBefore seen) {
        projectSession
                .events()
                .note(
                        "one transaction for " + units.size() + " files needs more locks than the server has room for"
                                + " (max_locks_per_transaction): each gets its own; where one fails, those before it stay taken back");
        if (seen == null) {
            return End.EACH;
        }
        return agreed(effects, effects.allOf(histories.keySet(), seen)) ? End.EACH : End.DECLINED;
    }

    /** Names in the sections, in small letters. */
    private static Set<String> words(List<SectionRun> units) {
        Set<String> words = new HashSet<>();
        for (SectionRun unit : units) {
            WORD.matcher(unit.text())
                    .region(unit.section().start(), unit.section().end())
                    .results()
                    .forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT)));
        }
        return words;
    }

    /** Whether files may go each for itself, after what they would take away was tried and agreed to. */
    End beforeEach(List<SectionRun> units) {
        List<SectionRun> downs = units.stream()
                .filter(unit -> unit.direction() == Direction.DOWN)
                .toList();
        List<List<Part>> parts = new ArrayList<>();
        downs.forEach(unit -> parts.add(inTransaction(unit)));
        List<DataLoss> unknown = new ArrayList<>();
        downs.stream()
                .filter(RollbackWithConsent::dropsDatabase)
                .forEach(unit -> unknown.add(unknown(unit, "drops a database")));
        if (consent.given(what)) {
            return End.EACH;
        }
        referring = referring(downs);
        if (unknown.isEmpty() && referring.isEmpty() && parts.stream().allMatch(List::isEmpty)) {
            return End.EACH;
        }
        TakenAwayObjects effects = new TakenAwayObjects(projectSession.session());
        int failed = 0;
        while (failed < TRIALS) {
            ObjectsBefore seen = ObjectsBefore.read(
                    projectSession.session(),
                    words(downs),
                    projectSession.project().domains());
            SectionRunner runner = new SectionRunner(
                    projectSession.session(), projectSession.settings(), projectSession.cancellation());
            Stop stop = tryOut(runner, downs, parts);
            if (stop == null) {
                List<TakenAwayObject> gone;
                try {
                    gone = effects.gone(seen);
                } finally {
                    runner.rollback();
                }
                return agreedEach(effects, gone, unknown) ? End.EACH : End.DECLINED;
            }
            if (stop.outcome instanceof SectionResult.Locked) {
                new RunnerWait(projectSession, downs.get(stop.at).domain()).once();
            } else if (stop.outcome instanceof SectionResult.StaleHistory) {
                return End.STALE;
            } else if (stop.outcome instanceof SectionResult.Failed failure) {
                SectionRun unit = downs.get(stop.at);
                BailiwickException refusal = dependents.refusal(unit, failure.error());
                if (refusal != null) {
                    throw refusal;
                }
                parts.set(stop.at, without(unit, parts.get(stop.at), failure.error(), unknown));
                failed++;
            } else if (stop.outcome instanceof SectionResult.Lost) {
                // What the connection has come to is reported when it is run.
                return End.EACH;
            } else {
                unknown.add(unknown(downs.get(stop.at), "can't be tried"));
                return agreedEach(effects, List.of(), unknown) ? End.EACH : End.DECLINED;
            }
        }
        unknown.add(unknown(downs.get(0), "too many of its statements fail in a trial"));
        return agreedEach(effects, List.of(), unknown) ? End.EACH : End.DECLINED;
    }

    private boolean agreedEach(TakenAwayObjects effects, List<TakenAwayObject> gone, List<DataLoss> unknown) {
        return agreed(effects.losses(gone), unknown);
    }

    /** What is still to be run of a unit and may run in a transaction. */
    private static List<Part> inTransaction(SectionRun unit) {
        if (unit.section().transaction()) {
            return unit.parts();
        }
        int done = Math.min(unit.resume().done(), unit.parts().size());
        return unit.parts().subList(done, unit.parts().size()).stream()
                .filter(part -> NonTransactionalStatements.in(part.text()).isEmpty())
                .flatMap(RollbackWithConsent::tried)
                .toList();
    }

    /** What that holds is in another database, where nobody looks. */
    private static boolean dropsDatabase(SectionRun unit) {
        return unit.parts().stream()
                .anyMatch(part -> NonTransactionalStatements.in(part.text()).contains("DROP DATABASE"));
    }

    /** A part without a BEGIN and COMMIT of its own; of a block that leaves nothing, nothing. */
    private static Stream<Part> tried(Part part) {
        if (part instanceof Part.Block block) {
            return block.keeps() ? block.parts().stream().flatMap(RollbackWithConsent::tried) : Stream.of();
        }
        return Stream.of(part instanceof Part.Single single ? new Part.Sql(single.start(), single.text()) : part);
    }

    /** Which unit a trial stopped at. */
    private record Stop(int at, SectionResult outcome) {}

    private @Nullable Stop tryOut(SectionRunner runner, List<SectionRun> downs, List<List<Part>> parts) {
        Map<Domain, History.Version> versions = new HashMap<>();
        histories.forEach((domain, history) -> versions.put(domain, history.version()));
        for (int i = 0; i < downs.size(); i++) {
            SectionRun unit = downs.get(i).tried(parts.get(i));
            History history = histories.getOrDefault(unit.domain(), History.NONE);
            SectionResult outcome = runner.apply(
                    unit,
                    i == 0 ? SectionRunner.Frame.FIRST : SectionRunner.Frame.MIDDLE,
                    SectionRunner.Look.WATCHED,
                    versions.getOrDefault(unit.domain(), history.version()),
                    history.failedFiles().contains(unit.filename()),
                    RunListener.SILENT);
            if (!(outcome instanceof SectionResult.Done done)) {
                return new Stop(i, outcome);
            }
            versions.put(unit.domain(), done.version());
        }
        return null;
    }

    /**
     * A statement that fails in the trial takes nothing away, unless it fails only there: in the transaction, for a lock or for
     * room that it would have by itself, or because of one that was left out before it.
     */
    private static List<Part> without(SectionRun unit, List<Part> parts, SqlError error, List<DataLoss> unknown) {
        List<Part> others = parts.stream()
                .filter(part -> error.offset() < part.start()
                        || error.offset() >= part.start() + part.text().length())
                .toList();
        boolean outside = !unit.section().transaction();
        boolean located = outside && others.size() < parts.size();
        String state = error.said().sqlState();
        int left = unit.parts().size()
                - Math.min(unit.resume().done(), unit.parts().size());
        boolean leftOut = outside && parts.size() < left;
        if (leftOut || ONLY_THERE.contains(state.substring(0, Math.min(2, state.length())))) {
            unknown.add(unknown(
                    unit,
                    "fails in a trial: "
                            + error.said().message().lines().findFirst().orElse("")));
        }
        // Of which statement it is isn't always known: what stands before it runs without those after it.
        return located ? others : outside && !parts.isEmpty() ? parts.subList(0, parts.size() - 1) : List.of();
    }

    private static DataLoss unknown(SectionRun unit, String why) {
        return new DataLoss(
                DataLoss.Kind.UNKNOWN, unit.path(), -1, false, "what it takes away is not known: it " + why);
    }
}
