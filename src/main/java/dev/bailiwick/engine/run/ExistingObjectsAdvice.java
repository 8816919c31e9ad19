package dev.bailiwick.engine.run;

import dev.bailiwick.checks.NamedObjects;
import dev.bailiwick.db.catalog.ObjectLookup;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.NamedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Advice where a migration makes what is there already, or takes back what is gone: the database is ahead of its history, or
 * behind. Which files that is true of is looked up, not guessed.
 */
final class ExistingObjectsAdvice {
    /** duplicate_table, duplicate_function, duplicate_object, duplicate_schema, duplicate_column, duplicate_database. */
    private static final Set<String> EXISTS = Set.of("42P07", "42723", "42710", "42P06", "42701", "42P04");

    /** undefined_table, undefined_object, undefined_function, undefined_column, invalid_schema_name, invalid_catalog_name. */
    private static final Set<String> GONE = Set.of("42P01", "42704", "42883", "42703", "3F000", "3D000");

    /** As many files as can be typed one by one. */
    private static final int FEW = 5;

    private final ProjectSession projectSession;
    private final Domain domain;
    private final List<SectionRun> ahead;
    private final boolean begins;

    /**
     * About a unit that failed and was rolled back.
     *
     * @param ahead the unit, and those that were to follow
     * @param begins whether the history had no file applied when the run began
     */
    ExistingObjectsAdvice(ProjectSession projectSession, List<SectionRun> ahead, boolean begins) {
        this.projectSession = projectSession;
        this.domain = ahead.get(0).domain();
        this.ahead = List.copyOf(ahead);
        this.begins = begins;
    }

    static boolean concerns(SectionRun unit, SqlError error) {
        String state = error.said().sqlState();
        return unit.section().transaction()
                && error.statement() > 0
                && !error.afterLastStatement(unit)
                && ((unit.direction() == Direction.UP && EXISTS.contains(state))
                        || (unit.direction() == Direction.DOWN && GONE.contains(state)));
    }

    /** The failure with what was found. */
    Failure explained(Failure failure) {
        return ahead.get(0).direction() == Direction.UP ? made(failure) : gone(failure);
    }

    /** What one file makes, and what of it is there; what a later one takes away again need not be. */
    private record Look(List<NamedObject> there, List<NamedObject> missing, int until) {
        boolean all() {
            return !there.isEmpty() && missing.isEmpty();
        }

        boolean none() {
            return there.isEmpty() && missing.isEmpty();
        }
    }

    private Failure made(Failure failure) {
        List<Look> looks = looks();
        Look first = looks.get(0);
        if (first.all()) {
            int last = last(looks);
            return last < 0 ? failure : ahead(failure, last);
        }
        return first.there().isEmpty() ? failure : partly(failure, first);
    }

    private List<Look> looks() {
        List<NamedObjects> objects = ahead.stream()
                .map(unit -> NamedObjects.of(unit.text(), unit.section(), domain))
                .toList();
        List<NamedObject> all =
                objects.stream().flatMap(one -> one.made().stream()).distinct().toList();
        Set<NamedObject> there = new ObjectLookup(projectSession.session()).there(domain, all);
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            List<NamedObject> found = new ArrayList<>();
            List<NamedObject> missing = new ArrayList<>();
            int until = i;
            for (NamedObject object : objects.get(i).made()) {
                if (there.contains(object)) {
                    found.add(object);
                } else {
                    int taken = takenAway(objects, i, object);
                    until = Math.max(until, taken);
                    if (taken < 0) {
                        missing.add(object);
                    }
                }
            }
            looks.add(new Look(found, missing, until));
        }
        return looks;
    }

    /** The file after one that drops or renames what that makes; -1 where none does. */
    private static int takenAway(List<NamedObjects> objects, int maker, NamedObject object) {
        for (int i = maker + 1; i < objects.size(); i++) {
            for (NamedObject gone : objects.get(i).gone()) {
                boolean with = gone.kind().equals("table")
                        && object.on() != null
                        && object.on().name().equals(gone.name());
                if (with || gone.same(object)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The last file from the first on whose objects are all there, with all between; -1 where not even the first is one. */
    private static int last(List<Look> looks) {
        int end = 0;
        while (end < looks.size() && (looks.get(end).all() || looks.get(end).none())) {
            end++;
        }
        int last = end - 1;
        while (last > 0 && looks.get(last).none()) {
            last--;
        }
        int i = 0;
        while (i <= last) {
            // It is there no more where a later file takes it away: that one has run only if it is among these.
            boolean beyond = looks.get(i).until() > last;
            last = beyond ? i - 1 : last;
            i = beyond ? 0 : i + 1;
        }
        return last;
    }

    private Failure ahead(Failure failure, int last) {
        List<String> names =
                ahead.subList(0, last + 1).stream().map(SectionRun::filename).toList();
        List<String> next = new ArrayList<>();
        String there = names.size() == 1
                ? "all that it makes is there already"
                : "all that it and " + (names.size() == 2 ? "the file" : "the " + (names.size() - 1) + " files")
                        + " behind it make is there already";
        if (begins) {
            next.add(there + "; where this database has been made without Bailiwick: "
                    + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", names.get(last)));
        } else {
            names.stream()
                    .limit(FEW)
                    .map(name -> ShellCommand.markApplied(domain.name(), name))
                    .forEach(mark -> next.add(
                            next.isEmpty() ? there + "; where that was done by hand: " + mark : "and: " + mark));
            if (names.size() > FEW) {
                next.add("and so on, as far as " + names.get(last));
            }
        }
        return with(failure, List.of(), next, "where it is something else that is there: ");
    }

    private Failure partly(Failure failure, Look look) {
        List<String> details = new ArrayList<>();
        look.there().stream()
                .filter(object -> !object.kind().equals("column"))
                .forEach(object -> details.add("there already: " + object));
        look.missing().forEach(object -> details.add("not there: " + object));
        String mark = ShellCommand.markApplied(domain.name(), ahead.get(0).filename());
        return with(
                failure,
                details,
                List.of("a part of what it makes is there already; make the rest of it by hand, then: " + mark),
                "or take away what is there, or ");
    }

    /** A rollback of what is gone already. */
    private Failure gone(Failure failure) {
        SectionRun unit = ahead.get(0);
        List<NamedObject> dropped =
                NamedObjects.of(unit.text(), unit.section(), domain).gone();
        Set<NamedObject> there = new ObjectLookup(projectSession.session()).there(domain, dropped);
        if (dropped.isEmpty()) {
            return failure;
        }
        if (there.isEmpty()) {
            return with(
                    failure,
                    List.of(),
                    List.of("all that it takes back is gone already; where that was done by hand: "
                            + ShellCommand.markPending(domain.name(), unit.filename())),
                    "else ");
        }
        Map<Boolean, List<NamedObject>> parts =
                new HashMap<>(dropped.stream().distinct().collect(Collectors.partitioningBy(there::contains)));
        List<String> details = new ArrayList<>();
        parts.getOrDefault(false, List.of()).forEach(object -> details.add("gone already: " + object));
        parts.getOrDefault(true, List.of()).forEach(object -> details.add("still there: " + object));
        return with(
                failure,
                details,
                List.of("a part of what it takes back is gone already; take the rest back by hand, then: "
                        + ShellCommand.markPending(domain.name(), unit.filename())),
                "or ");
    }

    private static Failure with(Failure failure, List<String> details, List<String> first, String otherwise) {
        List<String> lines = new ArrayList<>(failure.details());
        lines.addAll(details);
        List<String> next = new ArrayList<>(first);
        failure.next().forEach(line -> next.add(otherwise + line));
        return new Failure(failure.what(), failure.where(), failure.said(), failure.state(), lines, next);
    }
}
