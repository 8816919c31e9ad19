package dev.bailiwick.engine.adopt;

import dev.bailiwick.db.history.AdoptedEntries.TakenBack;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.Adoption.LeftOut;
import dev.bailiwick.othertools.history.HistoryMatching;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Why another tool's history is not taken over as it is. */
record AdoptRefusals(Domain domain, Adopt.Request request, OtherToolHistory.Known known) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    /** What a person leaves out has to be there: a slip of the keyboard would leave out nothing. */
    void unknownIgnores() {
        Set<String> ids = known.history().ids();
        for (String id : request.ignore().stream().sorted().toList()) {
            if (!HistoryMatching.ignoresAny(known.history(), id)) {
                List<String> next = new ArrayList<>();
                NearestName.to(id, ids).ifPresent(near -> next.add("did you mean " + near + "?"));
                next.add(ids.isEmpty() ? "it has no entries at all" : "its entries: " + NameList.of(ids));
                throw BailiwickException.usage(
                        "--ignore " + id + ": " + theirs() + " has no such entry", next.toArray(String[]::new));
            }
        }
    }

    /** Entries of which the tool itself doesn't know what stands. */
    void doubtful(HistoryMatching matching) {
        List<String> doubtful = matching.doubtful();
        if (doubtful.isEmpty()) {
            return;
        }
        throw refused(Failure.of(
                        request.from().label() + " itself doesn't know what stands of " + NameList.of(doubtful) + ": "
                                + theirs() + " has a failure behind what it has applied",
                        "look at what stands of " + (doubtful.size() == 1 ? "it" : "them")
                                + ", finish or undo it by hand, and say so to the tool: flyway repair",
                        "then: " + ignoring(List.of()),
                        "or leave out, so that " + (doubtful.size() == 1 ? "its file stays" : "their files stay")
                                + " pending: " + ignoring(doubtful))
                .withDetails(doubtful.stream()
                        .map(id -> id + ": " + known.history().doubts().get(id))
                        .toList())
                .withState("nothing was changed"));
    }

    /** Entries without a file. */
    void unmatched(HistoryMatching matching) {
        List<LeftOut> unmatched = matching.unmatched();
        if (unmatched.isEmpty()) {
            return;
        }
        String label = request.from().label();
        boolean one = unmatched.size() == 1;
        List<String> ids = unmatched.stream().map(LeftOut::entry).toList();
        String what = one
                ? label + " has applied " + ids.get(0) + ", and "
                        + unmatched.get(0).why()
                : label + " has applied " + unmatched.size() + " entries that no file here is known to be: "
                        + NameList.of(ids);
        int files = matching.files().size();
        throw refused(Failure.of(
                        what,
                        one
                                ? "bring its file into " + domain.folder()
                                        + ", or rename the file that it is by its version or its name"
                                : "bring their files into " + domain.folder()
                                        + ", or rename the files that they are by their versions or their names",
                        "or leave out all that is not here: " + ignoring(ids))
                .withDetails(
                        one
                                ? List.of()
                                : unmatched.stream()
                                        .map(left -> left.entry() + ": " + left.why())
                                        .toList())
                .withState("nothing was changed; " + theirs() + " says of " + files
                        + (files == 1 ? " file" : " files") + " here that " + (files == 1 ? "it is" : "they are")
                        + " applied"));
    }

    /** What was taken over before and is not there any more: the other tool doesn't know that. */
    void takenBack(List<TakenBack> back) {
        if (back.isEmpty()) {
            return;
        }
        throw refused(Failure.of(
                        (back.size() == 1 ? "a migration was" : back.size() + " migrations were")
                                + " taken over before, and taken back since: " + theirs() + " doesn't know that",
                        "to apply again: " + ShellCommand.of("bailiwick", "migrate", domain.name()),
                        "or, for one whose work is there all the same: "
                                + ShellCommand.markApplied(
                                        domain.name(), back.get(0).filename()))
                .withDetails(back.stream()
                        .map(file -> file.filename() + " was taken over on " + text(file.at()) + ", and "
                                + (file.action().equals("rollback") ? "rolled back" : "marked as pending")
                                + " by Bailiwick on " + text(file.since()))
                        .toList())
                .withState("nothing was changed"));
    }

    private static String text(OffsetDateTime at) {
        return SECONDS.format(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private String theirs() {
        return known.table().isEmpty() ? "your word" : known.table();
    }

    private String ignoring(Collection<String> entries) {
        List<String> words = new ArrayList<>(List.of(
                "bailiwick", "adopt", domain.name(), "--from", request.from().word()));
        if (request.table() != null) {
            words.addAll(List.of("--table", request.table()));
        }
        if (request.column() != null) {
            words.addAll(List.of("--column", request.column()));
        }
        Set<String> ids = new TreeSet<>(request.ignore());
        ids.addAll(entries);
        ids.forEach(id -> words.addAll(List.of("--ignore", id)));
        return ShellCommand.of(words.toArray(String[]::new));
    }

    private static BailiwickException refused(Failure failure) {
        return new BailiwickException(ExitCode.REFUSED, failure);
    }
}
