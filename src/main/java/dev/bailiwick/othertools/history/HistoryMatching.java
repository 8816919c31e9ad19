package dev.bailiwick.othertools.history;

import dev.bailiwick.model.history.Adoption.How;
import dev.bailiwick.model.history.Adoption.LeftOut;
import dev.bailiwick.model.history.Adoption.Taken;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OtherToolName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the file that each entry of another tool's history stands for, and guesses nothing.
 *
 * <p>The surest way first: the file's first line names the entry's file; version and name are the same; the name is, and no
 * other file has it; the version is. A file whose first line names another file is none of these. What two files could be,
 * or what two entries claim, is left to a person.
 */
public final class HistoryMatching {
    private final String domain;
    private final OtherToolRows history;
    private final List<MatchCandidate> own = new ArrayList<>();
    private final List<MatchCandidate> others = new ArrayList<>();
    private final boolean dotted;

    private final Map<String, Match> matches = new LinkedHashMap<>();
    private final List<LeftOut> leftOut;
    private final List<LeftOut> unmatched = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();

    /** A file and the entries that stand for it. */
    private record Match(MigrationFile file, How how, List<OtherToolEntry> entries) {}

    /**
     * A matching.
     *
     * @param domain name of the domain that adopts
     * @param files of all domains, by the domain's name
     * @param ignored ids of entries that a person leaves out; with {@code *} at the end all that begin so
     */
    public HistoryMatching(
            String domain, Map<String, List<MigrationFile>> files, OtherToolRows history, Set<String> ignored) {
        this.domain = domain;
        this.history = history;
        this.leftOut = new ArrayList<>(history.leftOut());
        OtherTool tool = history.tool();
        files.forEach((name, list) ->
                list.forEach(file -> (name.equals(domain) ? own : others).add(MatchCandidate.of(name, file, tool))));
        List<OtherToolEntry> entries = history.entries();
        this.dotted = entries.stream().anyMatch(entry -> entry.name().dotted());
        for (OtherToolEntry entry : entries) {
            if (ignored(entry, ignored) && highWater(entry)) {
                leftOut.add(new LeftOut(entry.id(), "ignored, as you said; what is before it counts as applied"));
            } else if (ignored(entry, ignored)) {
                leftOut.add(new LeftOut(entry.id(), "ignored, as you said"));
            } else if (!entry.upTo()) {
                match(entry);
            }
        }
        entries.stream()
                .filter(entry -> entry.upTo() && !ignored(entry, ignored))
                .forEach(this::cover);
        entries.stream()
                .filter(entry -> highWater(entry) && ignored(entry, ignored))
                .forEach(entry -> cover(entry, file -> !file.name().sameVersion(entry.name())));
        history.doubts().keySet().forEach(id -> {
            if (ignored(id, ignored)) {
                leftOut.add(new LeftOut(id, "ignored, as you said"));
            } else {
                doubtful.add(id);
            }
        });
    }

    /** The one row that golang-migrate keeps says of all files before it that they are applied, whatever it is itself. */
    private boolean highWater(OtherToolEntry entry) {
        return history.tool() == OtherTool.GOLANG_MIGRATE && entry.upTo();
    }

    private static boolean ignored(OtherToolEntry entry, Set<String> ignored) {
        return ignored(entry.id(), ignored);
    }

    private static boolean ignored(String entry, Set<String> ignored) {
        return ignored.stream()
                .anyMatch(
                        id -> id.endsWith("*") ? entry.startsWith(id.substring(0, id.length() - 1)) : entry.equals(id));
    }

    /** Whether a person's word of what to leave out is of any entry. */
    public static boolean ignoresAny(OtherToolRows history, String id) {
        return history.ids().stream().anyMatch(entry -> ignored(entry, Set.of(id)));
    }

    /** Entries of which the tool itself doesn't know what stands. */
    public List<String> doubtful() {
        return doubtful;
    }

    /** Entries that say nothing about this domain's files. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Entries that count as applied and that no file stands for. */
    public List<LeftOut> unmatched() {
        return unmatched;
    }

    /** The files that entries stand for, in the order of the entries. */
    public List<MigrationFile> files() {
        return matches.values().stream().map(Match::file).toList();
    }

    /**
     * What is to be taken over.
     *
     * @param migrations the files of {@link #files}, parsed, by name
     */
    public List<Taken> taken(Map<String, Migration> migrations) {
        List<Taken> taken = new ArrayList<>();
        for (Match match : matches.values()) {
            OtherToolEntry entry = match.entries().get(0);
            OtherToolEntry last = match.entries().get(match.entries().size() - 1);
            Migration migration =
                    Objects.requireNonNull(migrations.get(match.file().filename()));
            taken.add(new Taken(
                    match.file().filename(),
                    match.entries().stream().map(OtherToolEntry::id).toList(),
                    match.how(),
                    OtherToolChecksum.compare(history.tool(), entry.checksum(), migration),
                    last.run().at(),
                    entry.run().by(),
                    entry.run().milliseconds(),
                    entry.run().batch()));
        }
        return taken;
    }

    private void match(OtherToolEntry entry) {
        for (Way way : ways(entry)) {
            List<MatchCandidate> found = way.among().stream()
                    .filter(way.same().and(file -> !file.cameFromAnother(entry)))
                    .toList();
            if (found.size() > 1) {
                unmatched.add(new LeftOut(
                        entry.id(),
                        "it could be " + found.get(0).file().path() + " or "
                                + found.get(1).file().path()));
                return;
            }
            if (found.size() == 1) {
                claim(entry, found.get(0), way.how());
                return;
            }
        }
        unknown(entry);
    }

    /** What no file stands for; of some entries that is as it should be. */
    private void unknown(OtherToolEntry entry) {
        if (history.tool() == OtherTool.MYBATIS && entry.name().words().equals("create_changelog")) {
            leftOut.add(new LeftOut(entry.id(), "makes the tool's own table"));
        } else if (history.tool() == OtherTool.FLYWAY && !entry.name().versioned()) {
            leftOut.add(new LeftOut(entry.id(), "repeatable, and not in this folder: a seed can stand for it"));
        } else {
            unmatched.add(new LeftOut(entry.id(), alike(entry)));
        }
    }

    private String alike(OtherToolEntry entry) {
        return own.stream()
                .filter(file ->
                        file.name().sameVersion(entry.name()) || file.name().sameWords(entry.name()))
                .filter(file -> file.cameFromAnother(entry))
                .findFirst()
                .map(file -> "of the files here " + file.file().path() + " is like it, but was taken over from "
                        + file.origin().orElseThrow().file())
                .orElse("no file here has its version or its name");
    }

    private record Way(How how, List<MatchCandidate> among, Predicate<MatchCandidate> same) {}

    private List<Way> ways(OtherToolEntry entry) {
        OtherToolName name = entry.name();
        Predicate<MatchCandidate> origin = file -> file.cameFrom(entry);
        Predicate<MatchCandidate> version = file -> file.name().sameVersion(name)
                && (name.words().isEmpty() || file.name().sameWords(name));
        Predicate<MatchCandidate> words = file -> file.name().sameWords(name);
        Predicate<MatchCandidate> number = file ->
                file.name().sameVersion(name) && (!dotted || file.origin().isPresent());
        List<Way> ways = new ArrayList<>(List.of(
                new Way(How.ORIGIN, own, origin),
                new Way(How.ORIGIN, others, origin),
                new Way(How.VERSION, own, version),
                new Way(How.VERSION, others, version),
                new Way(How.NAME, own, words),
                new Way(How.NAME, others, words),
                new Way(How.VERSION_ALONE, own, number)));
        if (history.tool() == OtherTool.LIQUIBASE) {
            OtherToolName changeset = OtherToolName.ofFile(entry.id().split("::", 3)[1]);
            ways.add(new Way(How.NAME, own, file -> file.name().sameWords(changeset)));
            ways.add(new Way(How.VERSION_ALONE, own, file -> file.name().sameVersion(changeset)));
        }
        return ways;
    }

    private void claim(OtherToolEntry entry, MatchCandidate found, How how) {
        if (!found.domain().equals(domain)) {
            leftOut.add(new LeftOut(entry.id(), "is " + found.file().path()));
            return;
        }
        MigrationFile file = found.file();
        Match before = matches.get(file.filename());
        if (before == null) {
            matches.put(file.filename(), new Match(file, how, List.of(entry)));
        } else if (parts(before.entries().get(0), entry)) {
            List<OtherToolEntry> entries = new ArrayList<>(before.entries());
            entries.add(entry);
            matches.put(file.filename(), new Match(file, how, entries));
        } else {
            unmatched.add(new LeftOut(
                    entry.id(),
                    "it could be " + file.path() + ", as could "
                            + before.entries().get(0).id()));
        }
    }

    /** Changesets of one file of Liquibase's can be one file of ours. */
    private boolean parts(OtherToolEntry a, OtherToolEntry b) {
        return history.tool() == OtherTool.LIQUIBASE && a.file().equals(b.file());
    }

    /** An entry that stands for all files up to its version. */
    private void cover(OtherToolEntry entry) {
        boolean exact = own.stream().anyMatch(file -> file.name().sameVersion(entry.name()))
                || others.stream().anyMatch(file -> file.name().sameVersion(entry.name()));
        if (!exact && history.tool() == OtherTool.GOLANG_MIGRATE) {
            unmatched.add(new LeftOut(
                    entry.id(), "no file here has this version; files of versions before it count as applied"));
        }
        cover(entry, file -> true);
    }

    private void cover(OtherToolEntry entry, Predicate<MatchCandidate> wanted) {
        List<MigrationFile> covered = own.stream()
                .filter(wanted)
                .filter(file ->
                        upTo(file, entry) && !matches.containsKey(file.file().filename()))
                .map(MatchCandidate::file)
                .toList();
        Map<String, Match> after = new LinkedHashMap<>(matches);
        matches.clear();
        covered.forEach(file -> matches.put(file.filename(), new Match(file, How.UP_TO, List.of(entry))));
        matches.putAll(after);
        if (covered.isEmpty() && leftOut.stream().noneMatch(left -> left.entry().equals(entry.id()))) {
            leftOut.add(new LeftOut(entry.id(), "stands for what was before it, and no file here is"));
        }
    }

    private boolean upTo(MatchCandidate file, OtherToolEntry entry) {
        if (history.tool() == OtherTool.PLAIN) {
            return ByteOrder.OF_NAMES.compare(file.file().filename(), entry.id()) <= 0;
        }
        return file.name().versioned()
                && file.name().upTo(entry.name())
                && (!dotted || file.origin().isPresent());
    }
}
