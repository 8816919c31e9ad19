package dev.bailiwick.engine;

import dev.bailiwick.db.Applier;
import dev.bailiwick.db.Effects;
import dev.bailiwick.db.ForeignKeys;
import dev.bailiwick.db.Outcome;
import dev.bailiwick.db.RunListener;
import dev.bailiwick.db.SqlError;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Loss;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.TakeBack;
import dev.bailiwick.script.Alone;
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
final class TakingBack {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** Classes of errors that a statement may meet in a trial alone. */
    private static final Set<String> ONLY_THERE = Set.of("25", "2D", "40", "53", "54", "55", "57");

    /** How often what would go may turn out to be more than was agreed to. */
    private static final int ROUNDS = 10;

    /** How often a trial is begun again without a statement that fails in it. */
    private static final int TRIALS = 50;

    private final Site site;
    private final Consent consent;
    private final TakeBack what;
    private final Map<Domain, History> histories;
    private final SharedTransaction.Ends dependents;

    /** What goes with the rows of the history, whatever the files do. */
    private List<Loss> referring = List.of();

    private boolean asked;

    /** What came of it. */
    enum End {
        /** It is taken back. */
        DONE,
        /** The person has said no. */
        DECLINED,
        /** The history turned out to be another one. */
        MOVED,
        /** Too much for one transaction; it is agreed to go file by file. */
        EACH
    }

    /**
     * One taking back.
     *
     * @param dependents says what is refused because others depend on it
     */
    TakingBack(
            Site site,
            Consent consent,
            TakeBack what,
            Map<Domain, History> histories,
            SharedTransaction.Ends dependents) {
        this.site = site;
        this.consent = consent;
        this.what = what;
        this.histories = histories;
        this.dependents = dependents;
    }

    /** All of it in one transaction. */
    End together(Execution execution, List<Unit> units) {
        boolean free = consent.given(what);
        referring = free ? List.of() : referring(units);
        Set<Effects.Gone> agreed = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            Effects effects = new Effects(site.session());
            Effects.Seen seen =
                    free ? null : effects.before(words(units), site.project().domains());
            Set<Effects.Gone> gone = new HashSet<>();
            SharedTransaction.Ends ends = new SharedTransaction.Ends() {
                @Override
                public boolean commits() {
                    if (seen != null) {
                        gone.addAll(effects.gone(seen));
                    }
                    return (asked || referring.isEmpty()) && Effects.Gone.within(gone, agreed);
                }

                @Override
                public @Nullable BailiwickException refusal(Unit unit, SqlError error) {
                    return dependents.refusal(unit, error);
                }
            };
            switch (execution.together(units, histories, ends)) {
                case DONE -> {
                    return End.DONE;
                }
                case MOVED -> {
                    return End.MOVED;
                }
                case TOO_MANY_LOCKS -> {
                    return tooMany(units, effects, seen);
                }
                case HELD_BACK -> {
                    if (!agreed(effects, gone)) {
                        return End.DECLINED;
                    }
                    agreed.addAll(gone);
                    execution.hearsNothingMore();
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

    private boolean agreed(Effects effects, Collection<Effects.Gone> gone) {
        return agreed(effects.losses(gone), List.of());
    }

    private boolean agreed(Collection<Loss> gone, Collection<Loss> unknown) {
        List<Loss> losses = new ArrayList<>(unknown);
        losses.addAll(gone);
        Set<String> named = losses.stream().map(Loss::name).collect(Collectors.toSet());
        referring.stream().filter(loss -> !named.contains(loss.name())).forEach(losses::add);
        asked = true;
        return losses.isEmpty() || consent.agrees(what.losing(losses));
    }

    /** What goes with the rows of these files, by foreign keys that refer to them. */
    private List<Loss> referring(List<Unit> units) {
        List<Loss> losses = new ArrayList<>();
        for (Domain domain : histories.keySet()) {
            List<String> names = units.stream()
                    .filter(unit ->
                            unit.direction() == Direction.DOWN && unit.domain().equals(domain))
                    .map(Unit::filename)
                    .toList();
            new ForeignKeys(site.session()).taking(domain, names).forEach(one -> losses.add(loss(one)));
        }
        return losses;
    }

    private static Loss loss(ForeignKeys.Taking taking) {
        String table = taking.key().table();
        return new Loss(
                taking.deletes() ? Loss.Kind.ROWS : Loss.Kind.CHANGED,
                taking.deletes() ? table : table + "." + taking.columns(),
                taking.rows(),
                taking.rows() >= 0,
                taking.rows() >= 0 ? null : "whether any refer to the history, and go with it, can't be looked at");
    }

    /** One transaction can't hold the locks; then what would go can't be tried either, and all tables are taken to go. */
    private End tooMany(List<Unit> units, Effects effects, Effects.@Nullable Seen seen) {
        site.events()
                .note(
                        "one transaction for " + units.size() + " files needs more locks than the server has room for"
                                + " (max_locks_per_transaction): each gets its own; where one fails, those before it stay taken back");
        if (seen == null) {
            return End.EACH;
        }
        return agreed(effects, effects.allOf(histories.keySet(), seen)) ? End.EACH : End.DECLINED;
    }

    /** Names in the sections, in small letters. */
    private static Set<String> words(List<Unit> units) {
        Set<String> words = new HashSet<>();
        for (Unit unit : units) {
            WORD.matcher(unit.text())
                    .region(unit.section().start(), unit.section().end())
                    .results()
                    .forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT)));
        }
        return words;
    }

    /** Whether files may go each for itself, after what they would take away was tried and agreed to. */
    End beforeEach(List<Unit> units) {
        List<Unit> downs = units.stream()
                .filter(unit -> unit.direction() == Direction.DOWN)
                .toList();
        List<List<Part>> parts = new ArrayList<>();
        downs.forEach(unit -> parts.add(inTransaction(unit)));
        List<Loss> unknown = new ArrayList<>();
        downs.stream()
                .filter(TakingBack::dropsDatabase)
                .forEach(unit -> unknown.add(unknown(unit, "drops a database")));
        if (consent.given(what)) {
            return End.EACH;
        }
        referring = referring(downs);
        if (unknown.isEmpty() && referring.isEmpty() && parts.stream().allMatch(List::isEmpty)) {
            return End.EACH;
        }
        Effects effects = new Effects(site.session());
        int failed = 0;
        while (failed < TRIALS) {
            Effects.Seen seen = effects.before(words(downs), site.project().domains());
            Applier applier = new Applier(site.session(), site.settings(), site.cancellation());
            Stop stop = tryOut(applier, downs, parts);
            if (stop == null) {
                List<Effects.Gone> gone;
                try {
                    gone = effects.gone(seen);
                } finally {
                    applier.rollback();
                }
                return agreedEach(effects, gone, unknown) ? End.EACH : End.DECLINED;
            }
            if (stop.outcome instanceof Outcome.Locked) {
                new Waiting(site, downs.get(stop.at).domain()).once();
            } else if (stop.outcome instanceof Outcome.Moved) {
                return End.MOVED;
            } else if (stop.outcome instanceof Outcome.Failed failure) {
                Unit unit = downs.get(stop.at);
                BailiwickException refusal = dependents.refusal(unit, failure.error());
                if (refusal != null) {
                    throw refusal;
                }
                parts.set(stop.at, without(unit, parts.get(stop.at), failure.error(), unknown));
                failed++;
            } else if (stop.outcome instanceof Outcome.Lost) {
                // What the connection has come to is told when it is run.
                return End.EACH;
            } else {
                unknown.add(unknown(downs.get(stop.at), "can't be tried"));
                return agreedEach(effects, List.of(), unknown) ? End.EACH : End.DECLINED;
            }
        }
        unknown.add(unknown(downs.get(0), "too many of its statements fail in a trial"));
        return agreedEach(effects, List.of(), unknown) ? End.EACH : End.DECLINED;
    }

    private boolean agreedEach(Effects effects, List<Effects.Gone> gone, List<Loss> unknown) {
        return agreed(effects.losses(gone), unknown);
    }

    /** What is still to be run of a unit and may run in a transaction. */
    private static List<Part> inTransaction(Unit unit) {
        if (unit.section().transaction()) {
            return unit.parts();
        }
        int done = Math.min(unit.resume().done(), unit.parts().size());
        return unit.parts().subList(done, unit.parts().size()).stream()
                .filter(part -> Alone.in(part.text()).isEmpty())
                .flatMap(TakingBack::tried)
                .toList();
    }

    /** What that holds is in another database, where nobody looks. */
    private static boolean dropsDatabase(Unit unit) {
        return unit.parts().stream().anyMatch(part -> Alone.in(part.text()).contains("DROP DATABASE"));
    }

    /** A part without a BEGIN and COMMIT of its own; of a block that leaves nothing, nothing. */
    private static Stream<Part> tried(Part part) {
        if (part instanceof Part.Block block) {
            return block.keeps() ? block.parts().stream().flatMap(TakingBack::tried) : Stream.of();
        }
        return Stream.of(part instanceof Part.Single single ? new Part.Sql(single.start(), single.text()) : part);
    }

    /** Which unit a trial stopped at. */
    private record Stop(int at, Outcome outcome) {}

    private @Nullable Stop tryOut(Applier applier, List<Unit> downs, List<List<Part>> parts) {
        Map<Domain, History.Version> versions = new HashMap<>();
        histories.forEach((domain, history) -> versions.put(domain, history.version()));
        for (int i = 0; i < downs.size(); i++) {
            Unit unit = downs.get(i).tried(parts.get(i));
            History history = histories.getOrDefault(unit.domain(), History.NONE);
            Outcome outcome = applier.apply(
                    unit,
                    i == 0 ? Applier.Frame.FIRST : Applier.Frame.MIDDLE,
                    Applier.Look.WATCHED,
                    versions.getOrDefault(unit.domain(), history.version()),
                    SharedTransaction.failedRows(history).contains(unit.filename()),
                    RunListener.SILENT);
            if (!(outcome instanceof Outcome.Done done)) {
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
    private static List<Part> without(Unit unit, List<Part> parts, SqlError error, List<Loss> unknown) {
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
        // Of which statement it is isn't always known: what stands before it runs without those behind it.
        return located ? others : outside && !parts.isEmpty() ? parts.subList(0, parts.size() - 1) : List.of();
    }

    private static Loss unknown(Unit unit, String why) {
        return new Loss(Loss.Kind.UNKNOWN, unit.path(), -1, false, "what it takes away is not known: it " + why);
    }
}
