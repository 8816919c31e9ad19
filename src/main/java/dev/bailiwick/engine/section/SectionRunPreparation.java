package dev.bailiwick.engine.section;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.seed.DataFolders;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.part.SectionParts;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes units of files: all of them are parsed before any of them runs, and everything wrong is said at once. */
public final class SectionRunPreparation {
    private final List<Failure> failures = new ArrayList<>();

    /** The migration in a file; null, and remembered, where it can't be read. */
    @Nullable
    public Migration parse(MigrationFile file) {
        return parse(file.path(), file.filename(), file.text());
    }

    @Nullable
    public Migration parse(String path, String filename, Text text) {
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
    public Section parseSeed(MigrationFile file) {
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
    public List<SectionRun> seeds(
            ProjectSession projectSession, Domain domain, List<MigrationFile> files, DataFolders folders) {
        List<SectionRun> units = new ArrayList<>();
        for (MigrationFile file : files) {
            Section section = parseSeed(file);
            if (section != null) {
                List<Part> parts = SectionParts.of(file.text(), section);
                SeedDataFiles data = new SeedDataFiles(projectSession);
                data.find(file, parts, folders).forEach(this::refuse);
                units.add(SectionRun.seed(domain, file, section, parts, data));
            }
        }
        return units;
    }

    public void refuse(Failure failure) {
        failures.add(failure);
    }

    /**
     * Refuses a unit outside a transaction where a pooler stands between that keeps no sessions: it needs some of its own.
     *
     * @param again the command that was typed
     */
    public void judgePooled(SectionRun unit, ProjectSession projectSession, String again) {
        if (!unit.section().transaction() && projectSession.transactionPooled()) {
            refuse(Failure.of(
                    unit.path()
                            + " runs outside a transaction, and a connection pooler in transaction mode stands before the"
                            + " server",
                    "give a URL that leads to PostgreSQL itself: " + again + " --url postgresql://…"));
        }
    }

    /** Ends the command where anything was wrong. */
    public void orThrow() {
        if (!failures.isEmpty()) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    failures.stream()
                            .map(f -> f.state().isEmpty() ? f.withState("nothing was run") : f)
                            .toList());
        }
    }

    public List<Failure> failures() {
        return failures;
    }

    /** The way up of each file. */
    public List<SectionRun> up(Domain domain, List<MigrationFile> files, int batch) {
        List<SectionRun> units = new ArrayList<>();
        for (MigrationFile file : files) {
            Migration migration = parse(file);
            if (migration != null) {
                units.add(up(domain, file, migration, batch));
            }
        }
        return units;
    }

    public static SectionRun up(Domain domain, MigrationFile file, Migration migration, int batch) {
        return unit(domain, Direction.UP, file.path(), migration, migration.up(), file.checksum(), file.text(), batch);
    }

    public static SectionRun unit(
            Domain domain,
            Direction direction,
            String path,
            Migration migration,
            Section section,
            String checksum,
            @Nullable Text source,
            int batch) {
        return new SectionRun(
                domain,
                direction,
                migration.filename(),
                path,
                migration.text(),
                section,
                SectionParts.of(migration, section),
                checksum,
                source,
                batch);
    }

    /** Units as they are planned, before any of them has run. */
    public static List<Step> steps(List<SectionRun> units) {
        return units.stream().map(unit -> unit.step(0)).toList();
    }
}
