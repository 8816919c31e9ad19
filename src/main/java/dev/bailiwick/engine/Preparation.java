package dev.bailiwick.engine;

import dev.bailiwick.db.Unit;
import dev.bailiwick.files.DataFolders;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Step;
import dev.bailiwick.model.Text;
import dev.bailiwick.script.InvalidScriptException;
import dev.bailiwick.script.MigrationParser;
import dev.bailiwick.script.Parts;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes units of files: all of them are parsed before any of them runs, and everything wrong is said at once. */
final class Preparation {
    private final List<Failure> failures = new ArrayList<>();

    /** The migration in a file; null, and remembered, where it can't be read. */
    @Nullable
    Migration parse(MigrationFile file) {
        return parse(file.path(), file.filename(), file.text());
    }

    @Nullable
    Migration parse(String path, String filename, Text text) {
        try {
            return MigrationParser.parse(path, filename, text);
        } catch (InvalidScriptException e) {
            e.findings().forEach(finding -> refuse(Failure.of(finding)));
            return null;
        } catch (UncheckedIOException e) {
            refuse(unreadable(path, e));
            return null;
        }
    }

    /** The section that a seed is; null, and remembered, where it can't be read. */
    @Nullable
    Section parseSeed(MigrationFile file) {
        try {
            return MigrationParser.parseSeed(file.path(), file.text());
        } catch (InvalidScriptException e) {
            e.findings().forEach(finding -> refuse(Failure.of(finding)));
            return null;
        } catch (UncheckedIOException e) {
            refuse(unreadable(file.path(), e));
            return null;
        }
    }

    private static Failure unreadable(String path, UncheckedIOException e) {
        return Failure.of("cannot read " + path + ": " + e.getMessage(), "the same command again");
    }

    /** The seeds of a domain; what their {@code \copy} name is looked for in these folders. */
    List<Unit> seeds(Site site, Domain domain, List<MigrationFile> files, DataFolders folders) {
        List<Unit> units = new ArrayList<>();
        for (MigrationFile file : files) {
            Section section = parseSeed(file);
            if (section != null) {
                List<Part> parts = Parts.of(file.text(), section);
                SeedData data = new SeedData(site);
                data.find(file, parts, folders).forEach(this::refuse);
                units.add(Unit.seed(domain, file, section, parts, data));
            }
        }
        return units;
    }

    void refuse(Failure failure) {
        failures.add(failure);
    }

    /**
     * Refuses a unit outside a transaction where a pooler stands between that keeps no sessions: it needs some of its own.
     *
     * @param again the command that was typed
     */
    void judgePooled(Unit unit, Site site, String again) {
        if (!unit.section().transaction() && site.transactionPooled()) {
            refuse(Failure.of(
                    unit.path()
                            + " runs outside a transaction, and a connection pooler in transaction mode stands before the"
                            + " server",
                    "give a URL that leads to PostgreSQL itself: " + again + " --url postgresql://…"));
        }
    }

    /** Ends the command where anything was wrong. */
    void orThrow() {
        if (!failures.isEmpty()) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    failures.stream()
                            .map(f -> f.state().isEmpty() ? f.withState("nothing was run") : f)
                            .toList());
        }
    }

    List<Failure> failures() {
        return failures;
    }

    /** The way up of each file. */
    List<Unit> up(Domain domain, List<MigrationFile> files, int batch) {
        List<Unit> units = new ArrayList<>();
        for (MigrationFile file : files) {
            Migration migration = parse(file);
            if (migration != null) {
                units.add(up(domain, file, migration, batch));
            }
        }
        return units;
    }

    static Unit up(Domain domain, MigrationFile file, Migration migration, int batch) {
        return unit(domain, Direction.UP, file.path(), migration, migration.up(), file.checksum(), file.text(), batch);
    }

    static Unit unit(
            Domain domain,
            Direction direction,
            String path,
            Migration migration,
            Section section,
            String checksum,
            @Nullable Text source,
            int batch) {
        return new Unit(
                domain,
                direction,
                migration.filename(),
                path,
                migration.text(),
                section,
                Parts.of(migration, section),
                checksum,
                source,
                batch);
    }

    /** Units as they are planned, before any of them has run. */
    static List<Step> steps(List<Unit> units) {
        return units.stream().map(unit -> unit.step(0)).toList();
    }
}
