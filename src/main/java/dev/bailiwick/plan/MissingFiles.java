package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells why a file that the history knows may be missing: an older release is deployed, the file was renamed, or a
 * person wrote its name otherwise.
 */
final class MissingFiles {
    private final Domain domain;
    private final boolean historyIsNewer;
    /** Whether nothing else stands in the way, and the domain is not to accept it. */
    private final boolean refused;

    private final @Nullable String before;
    private final Map<String, MigrationFile> byName = new HashMap<>();
    private final Map<String, MigrationFile> done = new HashMap<>();
    private final Map<String, MigrationFile> byChecksum = new HashMap<>();

    MissingFiles(Domain domain, List<FileStatus> statuses) {
        this.domain = domain;
        this.historyIsNewer = historyIsNewer(statuses);
        this.refused = statuses.stream().anyMatch(status -> status.state() == FileState.NEWER);
        this.before = before(statuses);
        for (FileStatus status : statuses) {
            MigrationFile file = status.file();
            if (file != null && status.state().toApply()) {
                byName.putIfAbsent(bare(file.filename()), file);
                byChecksum.putIfAbsent(file.checksum().toLowerCase(Locale.ROOT), file);
            } else if (file != null) {
                done.putIfAbsent(bare(file.filename()), file);
            }
        }
    }

    /** What may be the reason, as the second half of a sentence; empty where there is no guess. */
    String explanation(HistoryRow row) {
        MigrationFile twin = byName.get(bare(row.filename()));
        if (twin != null) {
            return "; the history writes the name otherwise than the file: " + twin.filename()
                    + LookAlikeNames.difference(row.filename(), twin.filename());
        }
        MigrationFile renamed = renamed(row);
        if (renamed != null) {
            return "; " + renamed.filename() + " has the same content: it seems to be renamed";
        }
        MigrationFile already = done.get(bare(row.filename()));
        if (already != null && !row.namesFile()) {
            return "; " + already.filename() + ", which seems to be meant, is applied already";
        }
        return historyIsNewer && row.namesFile()
                ? "; the history is newer than the files, as if an older release were deployed"
                : "";
    }

    List<String> waysOut(HistoryRow row) {
        String name = row.filename();
        String path = domain.folder() + "/" + name;
        MigrationFile twin = byName.get(bare(name));
        if (twin != null) {
            return List.of(mark(twin.filename(), "--applied"), "then: " + mark(name, "--pending"));
        }
        MigrationFile renamed = renamed(row);
        if (renamed != null) {
            return List.of(
                    "give it its old name: " + domain.move(renamed.path(), path),
                    "or let the history follow: " + mark(renamed.filename(), "--applied") + " && "
                            + mark(name, "--pending"));
        }
        if (!row.namesFile()) {
            return done.containsKey(bare(name))
                    ? List.of(mark(name, "--pending"))
                    : List.of(
                            "where a file is meant, say it of that: "
                                    + ShellCommand.of("bailiwick", "mark", domain.name()) + " FILE --applied",
                            "then, or where none is meant: " + mark(name, "--pending"));
        }
        if (historyIsNewer) {
            List<String> ways = deleted("deploy the newer files", name);
            if (refused) {
                ways.add(
                        1,
                        "or let the older files be, and run nothing: "
                                + ShellCommand.of("bailiwick", "migrate", domain.name(), "--newer-history", "accept"));
            }
            return ways;
        }
        return deleted(
                domain.inGit()
                        ? "bring the file back: " + ShellCommand.of("git", "checkout", "--", path)
                        : "bring the file back" + kept(row, "its text"),
                name);
    }

    /** Where a file may be gone on purpose: after the first way out those that follow it. */
    private List<String> deleted(String first, String name) {
        List<String> ways = new ArrayList<>(List.of(first));
        if (before != null) {
            ways.add((historyIsNewer ? "or go back to what is here: " : "or take it back: ")
                    + ShellCommand.of("bailiwick", "rollback", domain.name(), "--to", before));
        }
        ways.add("or, where nothing of it stands in the database any more: " + mark(name, "--pending"));
        return ways;
    }

    /** Where a text can be had without git; empty where the history doesn't keep it. */
    String kept(HistoryRow row, String what) {
        return row.hasSource()
                ? " (" + what + " is in column source of " + domain.schema() + "." + domain.table() + ")"
                : "";
    }

    private String mark(String name, String how) {
        return ShellCommand.of("bailiwick", "mark", domain.name(), name, how);
    }

    private @Nullable MigrationFile renamed(HistoryRow row) {
        return byChecksum.get(row.checksum().toLowerCase(Locale.ROOT));
    }

    /** A name without what people add, leave out or write otherwise: folders, case, blanks, {@code .sql}, Unicode's forms. */
    private static String bare(String name) {
        int folder = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        String bare = LookAlikeNames.form(name.substring(folder + 1).strip().toLowerCase(Locale.ROOT));
        return bare.endsWith(".sql") ? bare.substring(0, bare.length() - ".sql".length()) : bare;
    }

    /** Whether there are files, and every missing one sorts after all of them. */
    private static boolean historyIsNewer(List<FileStatus> statuses) {
        boolean present = false;
        boolean missing = false;
        for (FileStatus status : statuses) {
            if (status.file() != null) {
                present = true;
                if (missing) {
                    return false;
                }
            } else if (status.state() == FileState.MISSING || status.state() == FileState.NEWER) {
                missing = true;
            }
        }
        return present && missing;
    }

    /**
     * The file that was applied last before any of the missing ones was, so that {@code rollback --to} it takes all of
     * those back; null where there is none, or where it would take back others, too.
     */
    private static @Nullable String before(List<FileStatus> statuses) {
        long first =
                rows(statuses, false).stream().mapToLong(HistoryRow::id).min().orElse(0);
        List<HistoryRow> present = rows(statuses, true);
        if (!historyIsNewer(statuses) && present.stream().anyMatch(row -> row.id() > first)) {
            return null;
        }
        return present.stream()
                .filter(row -> row.id() < first)
                .max(Comparator.comparingLong(HistoryRow::id))
                .map(HistoryRow::filename)
                .orElse(null);
    }

    private static List<HistoryRow> rows(List<FileStatus> statuses, boolean present) {
        return statuses.stream()
                .filter(status -> (status.file() != null) == present)
                .flatMap(status -> Stream.ofNullable(status.row()))
                .filter(HistoryRow::success)
                .toList();
    }
}
