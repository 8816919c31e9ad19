package dev.bailiwick.engine.seed;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.plan.NewerFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which seeds are left out because a newer release was in this database before: its reference data must not be overwritten
 * with older data. In a domain whose history is newer that is all of them; in the other domains of the run, which are of the
 * same older release, those that are not what they were when they last ran.
 */
final class NewerReleaseCheck {
    private final boolean allTheSame;
    private final String command;
    /** With how it is known, for a sentence; empty where the run has said that already. */
    private final Map<Domain, String> newer = new HashMap<>();

    private final Set<String> said = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Domain, Set<String>> left = new HashMap<>();

    /**
     * Nothing is known yet.
     *
     * @param allTheSame leave nothing out
     * @param command seed, or the command that seeds as a part of it
     */
    NewerReleaseCheck(boolean allTheSame, String command) {
        this.allTheSame = allTheSame;
        this.command = command;
    }

    /** Domains of the run of which it is known. */
    void know(Collection<Domain> domains) {
        if (!allTheSame) {
            domains.forEach(domain -> newer.put(domain, ""));
        }
    }

    /**
     * Looks at a domain that has seeds.
     *
     * @throws BailiwickException (refused) where it doesn't accept a newer history
     */
    void look(Domain domain, List<FileStatus> statuses) {
        NewerFiles.beyond(domain, statuses).filter(beyond -> !allTheSame).ifPresent(beyond -> {
            if (domain.newerHistory() == NewerHistory.REFUSE) {
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(
                                        "the history of " + domain.name() + " has " + beyond.counted()
                                                + ": its seeds would overwrite newer data with older",
                                        "deploy the newer files",
                                        "or, to run the older seeds all the same: "
                                                + ShellCommand.of(
                                                        "bailiwick", "seed", domain.name(), "--over-newer-history"))
                                .withState("no seed was run in " + domain.name()));
            }
            newer.put(domain, command.equals("seed") ? "its history has " + beyond.counted() + ", and " : "");
        });
    }

    /** Whether the history of a domain is newer, so that none of its seeds is to run. */
    boolean has(Domain domain) {
        return newer.containsKey(domain);
    }

    /** Whether that of any domain of the run is. */
    boolean any() {
        return !newer.isEmpty();
    }

    /** All seeds of a domain; none is left. */
    List<SectionRun> leaveOut(Domain domain, List<SectionRun> seeds) {
        say("the seeds of " + domain.name() + " are not run: " + newer.getOrDefault(domain, "")
                + "older data must not overwrite newer; to run them all the same: "
                + ShellCommand.of("bailiwick", "seed", domain.name(), "--over-newer-history"));
        return leaveOut(domain, seeds, unit -> true);
    }

    /** The seeds that are left. */
    List<SectionRun> leaveOut(Domain domain, List<SectionRun> seeds, Predicate<SectionRun> older) {
        Set<String> out = left.computeIfAbsent(domain, absent -> new LinkedHashSet<>());
        seeds.stream().filter(older).map(SectionRun::filename).forEach(out::add);
        if (!out.isEmpty() && !has(domain)) {
            say("not run in " + domain.name() + ", because it is not what ran here last and the database is of a newer"
                    + " release: " + String.join(", ", out) + "; to run it all the same: "
                    + ShellCommand.of("bailiwick", "seed", domain.name(), "--over-newer-history"));
        }
        return seeds.stream().filter(unit -> !out.contains(unit.filename())).toList();
    }

    /** How many seeds of a domain were left out. */
    int left(Domain domain) {
        return left.getOrDefault(domain, Set.of()).size();
    }

    /** What a person should know, and wasn't told of yet. */
    List<String> notes() {
        List<String> unreported = List.copyOf(notes);
        notes.clear();
        return unreported;
    }

    private void say(String note) {
        if (said.add(note)) {
            notes.add(note);
        }
    }
}
