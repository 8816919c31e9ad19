package dev.bailiwick.othertools.convert;

import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.format.ConversionCollector;
import dev.bailiwick.othertools.format.NewNames;
import dev.bailiwick.othertools.format.OtherToolChange;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of changes in a domain that may have some of them already: these keep theirs, and the others get names that sort
 * where they belong.
 */
final class NewFileNames {
    private static final Pattern NUMBERED = Pattern.compile("(\\d+)_.*", Pattern.DOTALL);

    private final List<MigrationFile> own;
    private final List<MigrationFile> others;
    private final ConversionCollector intake;
    private final Map<OtherToolChange, MigrationFile> known = new LinkedHashMap<>();
    private final Map<OtherToolChange, String> names = new HashMap<>();

    /**
     * The changes of an intake.
     *
     * @param own files of the domain that they go into
     * @param others files of all other domains
     */
    NewFileNames(ConversionCollector intake, List<MigrationFile> own, List<MigrationFile> others) {
        this.own = own;
        this.others = others;
        this.intake = intake;
        List<OtherToolChange> changes = intake.all();
        VersionPadding numbering = new VersionPadding(versions(changes));
        for (OtherToolChange change : changes) {
            same(change, own).ifPresent(file -> known.put(change, file));
            String given = change.name();
            names.put(
                    change,
                    given == null ? NewNames.of(numbering.digits(change.version()), change.description()) : given);
        }
        if (!known.isEmpty()) {
            settle(changes.stream()
                    .sorted(Comparator.comparing(this::name, ByteOrder.OF_NAMES))
                    .toList());
        }
    }

    private static List<OtherToolVersion> versions(Iterable<OtherToolChange> changes) {
        List<OtherToolVersion> versions = new ArrayList<>();
        changes.forEach(change -> versions.add(change.version()));
        return versions;
    }

    /** The file's name in the domain. */
    String name(OtherToolChange change) {
        return Objects.requireNonNull(names.get(change));
    }

    /** What the first line says of it: the same as in the file that is there. */
    OriginalFile origin(OtherToolChange change) {
        MigrationFile file = known.get(change);
        return file == null
                ? change.origin()
                : OriginalFile.of(file.text().toString()).orElseThrow();
    }

    /** What other files say of its place, one sentence each. */
    List<String> notes(OtherToolChange change) {
        List<String> notes = new ArrayList<>();
        same(change, others)
                .ifPresent(file -> notes.add(
                        file.path() + " was taken over from the same file: in one database it would run twice"));
        if (!known.isEmpty() && !known.containsKey(change)) {
            own.stream()
                    .filter(file -> !known.containsValue(file))
                    .map(MigrationFile::filename)
                    .filter(name -> before(name(change), name))
                    .findFirst()
                    .ifPresent(name -> notes.add("sorts before " + name + ", which is none of these: where that is"
                            + " applied, migrate refuses this one as out of order, unless it is told"
                            + " --allow-out-of-order"));
        }
        return notes;
    }

    /** The file whose first line names a change's; the folders before it need not begin at the same place. */
    private static Optional<MigrationFile> same(OtherToolChange change, List<MigrationFile> files) {
        Predicate<OriginalFile> exact = change.origin()::equals;
        return Stream.of(exact, change.origin()::sameFile)
                .flatMap(test -> files.stream()
                        .filter(file -> OriginalFile.of(file.text().toString())
                                .filter(test)
                                .isPresent()))
                .findFirst();
    }

    private void settle(List<OtherToolChange> ordered) {
        VersionPadding kept = new VersionPadding(versions(known.keySet()));
        String below = "";
        for (int i = 0; i < ordered.size(); i++) {
            OtherToolChange change = ordered.get(i);
            MigrationFile there = known.get(change);
            if (there != null) {
                below = before(below, there.filename()) ? there.filename() : below;
                names.put(change, there.filename());
                continue;
            }
            String above = above(ordered.subList(i + 1, ordered.size()));
            Optional<String> name = fitting(change, kept, below, above);
            if (name.isPresent()) {
                names.put(change, name.get());
                below = name.get();
            } else {
                refuse(change, below, above);
            }
        }
    }

    /** The first in the domain of the changes that come later; null where none of them is there. */
    private @Nullable String above(List<OtherToolChange> later) {
        return later.stream()
                .map(known::get)
                .filter(Objects::nonNull)
                .map(MigrationFile::filename)
                .min(ByteOrder.OF_NAMES)
                .orElse(null);
    }

    private Optional<String> fitting(
            OtherToolChange change, VersionPadding kept, String below, @Nullable String above) {
        List<String> candidates = new ArrayList<>();
        if (change.name() == null) {
            if (kept.holds(change.version())) {
                candidates.add(NewNames.of(kept.digits(change.version()), change.description()));
            }
            candidates.add(name(change));
            next(below).ifPresent(digits -> candidates.add(NewNames.of(digits, change.description())));
        } else {
            candidates.add(name(change));
        }
        return candidates.stream()
                .filter(name -> before(below, name) && (above == null || before(name, above)))
                .filter(name -> change.name() != null || own.stream().noneMatch(file -> sameNumber(file, name)))
                .findFirst();
    }

    /** The number after a file's, where it has as many digits. */
    private static Optional<String> next(String filename) {
        Matcher numbered = NUMBERED.matcher(filename);
        if (!numbered.matches()) {
            return Optional.empty();
        }
        String digits = numbered.group(1);
        String next = new BigInteger(digits).add(BigInteger.ONE).toString();
        return next.length() > digits.length()
                ? Optional.empty()
                : Optional.of("0".repeat(digits.length() - next.length()) + next);
    }

    private static boolean sameNumber(MigrationFile file, String name) {
        return name.startsWith(file.filename().replaceFirst("_.*", "_"));
    }

    private void refuse(OtherToolChange change, String below, @Nullable String above) {
        String place = below.isEmpty()
                ? "before " + above
                : above == null ? "behind " + below : "between " + below + " and " + above;
        intake.refuse(
                change.file(),
                "belongs " + place + ", which " + (below.isEmpty() || above == null ? "is" : "are")
                        + " in the domain already, and there is no number for it",
                "convert the folder into an empty domain, and copy the file that comes of it here by hand, under a name"
                        + " that sorts there; its first line says what it is");
    }

    private static boolean before(String a, String b) {
        return ByteOrder.OF_NAMES.compare(a, b) < 0;
    }
}
