package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.HistoryMoved;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileState;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.Nearest;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.plan.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Corrects the history where a person knows better: mark and repair. Runs no SQL of any file. */
public final class Amend {
    private final Site site;
    private final Domain domain;
    private final String reason;
    private final History history;
    private final List<FileStatus> statuses;

    /**
     * A correction.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Amend(Site site, String name, String reason) {
        this.site = site;
        this.domain = site.project().domain(name);
        this.reason = reason;
        this.history = Settled.read(site, domain);
        this.statuses = Comparison.of(site.project().files(domain), history);
    }

    /** Counts a file as applied that a person has applied, or finished, by hand. */
    public RunReport markApplied(String filename, boolean dryRun) {
        FileStatus status = named(filename);
        MigrationFile file = status.file();
        if (status.row() != null && status.row().success()) {
            throw refused(status.filename() + " is applied already", "bailiwick status " + domain.name());
        }
        if (file == null) {
            throw refused(
                    "the file of " + status.filename() + " is gone",
                    "bring it back first, or: "
                            + ShellCommand.of("bailiwick", "mark", domain.name(), status.filename(), "--pending"));
        }
        if (!dryRun && !history.kept()) {
            throw refused(
                    "domain " + domain.name() + " has no tracking table in this database yet",
                    "bailiwick migrate " + domain.name());
        }
        Unit unit =
                unit(file, Direction.UP, status.row() == null ? 0 : status.row().batch());
        return apply("mark", List.of(unit), dryRun, book -> book.markApplied(unit, history.version(), reason));
    }

    /** Takes a file out of the history that a person has undone by hand. */
    public RunReport markPending(String filename, boolean dryRun) {
        FileStatus status = named(filename);
        if (status.row() == null) {
            throw refused(status.filename() + " is pending already", "bailiwick status " + domain.name());
        }
        Unit unit = empty(status);
        return apply("mark", List.of(unit), dryRun, book -> book.markPending(unit, history.version(), reason));
    }

    /** What was changed in the edited files that {@link #repair} would accept, by name. */
    public Map<String, List<String>> changes(@Nullable String filename) {
        List<FileStatus> edited = edited(filename);
        Map<String, List<String>> changes = new LinkedHashMap<>(new Changes(site, domain).of(edited));
        edited.forEach(status -> changes.putIfAbsent(
                status.filename(), List.of("the history keeps no text of it: what was changed can't be shown")));
        return changes;
    }

    /** Takes the present text of edited files as what was applied. */
    public RunReport repair(@Nullable String filename, boolean dryRun) {
        List<Unit> units = new ArrayList<>();
        for (FileStatus status : edited(filename)) {
            if (status.file() != null && status.row() != null) {
                units.add(unit(status.file(), Direction.UP, status.row().batch()));
            }
        }
        return apply("repair", units, dryRun, book -> book.repair(units, history.version(), reason));
    }

    private List<FileStatus> edited(@Nullable String filename) {
        return (filename == null ? statuses : List.of(named(filename)))
                .stream().filter(status -> status.state() == FileState.EDITED).toList();
    }

    private RunReport apply(String command, List<Unit> units, boolean dryRun, Predicate<Bookkeeping> change) {
        if (!dryRun && !units.isEmpty()) {
            Writable.require(site, List.of(domain));
            Waiting waiting = new Waiting(site, domain);
            Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
            try {
                while (!change.test(bookkeeping)) {
                    waiting.once();
                }
            } catch (HistoryMoved e) {
                throw Moved.during("the same command", domain, 0);
            }
        }
        return new RunReport(command, dryRun, List.of(domain.name()), Preparation.steps(units), List.of());
    }

    private FileStatus named(String typed) {
        String name = typed.substring(typed.lastIndexOf('/') + 1);
        List<FileStatus> found = statuses.stream()
                .filter(status -> status.filename().equals(name))
                .toList();
        if (found.isEmpty()) {
            found = statuses.stream()
                    .filter(status -> status.filename().startsWith(name))
                    .toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> names = statuses.stream().map(FileStatus::filename).toList();
        throw BailiwickException.usage(
                found.isEmpty()
                        ? "domain " + domain.name() + " has no migration " + name
                        : name + " could be " + found.size() + " migrations of domain " + domain.name(),
                found.isEmpty()
                        ? Nearest.to(name, names)
                                .map(n -> "did you mean " + n + "?")
                                .orElse("bailiwick status " + domain.name())
                        : "type more of the name: " + found.get(0).filename());
    }

    private Unit unit(MigrationFile file, Direction direction, int batch) {
        Preparation preparation = new Preparation();
        Migration migration = preparation.parse(file);
        if (migration == null) {
            preparation.orThrow();
            throw new IllegalStateException("unreadable, and nothing was wrong: " + file.path());
        }
        return Preparation.unit(
                domain, direction, file.path(), migration, migration.up(), file.checksum(), file.text(), batch);
    }

    private Unit empty(FileStatus status) {
        String path = domain.folder() + "/" + status.filename();
        Section none = new Section(0, 0, true, false, null, null, List.of());
        return new Unit(
                domain,
                Direction.DOWN,
                status.filename(),
                path,
                "",
                none,
                List.of(),
                status.row() == null ? "" : status.row().checksum(),
                null,
                status.row() == null ? 0 : status.row().batch());
    }

    private static BailiwickException refused(String what, String next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }
}
