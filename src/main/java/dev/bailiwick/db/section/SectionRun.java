package dev.bailiwick.db.section;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One section of one file, ready to run, with what is to be recorded of it.
 *
 * @param domain where it belongs
 * @param direction up is recorded by a row, down by that row's removal, a seed in the log alone
 * @param filename its name in the history
 * @param path the file as the user knows it, for error messages
 * @param text the text that offsets in section and parts point into
 * @param section the section to run
 * @param parts what is sent, in order
 * @param checksum MD5 of the file; on the way down of the one that was applied, unless {@code source} is another
 * @param source the file's text to keep; on the way down the text whose section runs, where the history keeps another or
 *     none, else null; null for a seed
 * @param batch number of the run's batch; 0 for a seed
 * @param copied the data files of its {@code \copy} parts
 * @param resume where it goes on, of what runs outside a transaction
 */
public record SectionRun(
        Domain domain,
        Direction direction,
        String filename,
        String path,
        Text text,
        Section section,
        List<Part> parts,
        String checksum,
        @Nullable Text source,
        int batch,
        CopyData copied,
        Resume resume) {

    private static final int LARGE = 1 << 20;

    public SectionRun {
        parts = List.copyOf(parts);
    }

    /** A unit of a migration. */
    public SectionRun(
            Domain domain,
            Direction direction,
            String filename,
            String path,
            Text text,
            Section section,
            List<Part> parts,
            String checksum,
            @Nullable Text source,
            int batch) {
        this(
                domain,
                direction,
                filename,
                path,
                text,
                section,
                parts,
                checksum,
                source,
                batch,
                CopyData.NONE,
                Resume.START);
    }

    /** The unit of a seed. */
    public static SectionRun seed(
            Domain domain, MigrationFile file, Section section, List<Part> parts, CopyData copied) {
        return new SectionRun(
                domain,
                Direction.SEED,
                file.filename(),
                file.path(),
                file.text(),
                section,
                parts,
                file.checksum(),
                null,
                0,
                copied,
                Resume.START);
    }

    /** The same unit, recorded under another batch. */
    public SectionRun inBatch(int number) {
        return new SectionRun(
                domain, direction, filename, path, text, section, parts, checksum, source, number, copied, resume);
    }

    /** The same unit, whose text the history does not keep. */
    public SectionRun withoutSource() {
        return new SectionRun(
                domain, direction, filename, path, text, section, parts, checksum, null, batch, copied, resume);
    }

    /** The same unit, going on from where it stopped before. */
    public SectionRun from(Resume other) {
        return new SectionRun(
                domain, direction, filename, path, text, section, parts, checksum, source, batch, copied, other);
    }

    /** The same unit, of a domain that differs in what it says of itself. */
    public SectionRun of(Domain other) {
        return new SectionRun(
                other, direction, filename, path, text, section, parts, checksum, source, batch, copied, resume);
    }

    /** The same unit, sent in other parts. */
    public SectionRun in(List<Part> others) {
        return new SectionRun(
                domain, direction, filename, path, text, section, others, checksum, source, batch, copied, resume);
    }

    /** The same unit, each statement in a part of its own. */
    public SectionRun byStatement() {
        return in(parts.stream().flatMap(this::statements).toList());
    }

    private Stream<Part> statements(Part part) {
        if (!(part instanceof Part.Sql run)) {
            return Stream.of(part);
        }
        int begin = run.start();
        int end = begin + run.sql().length();
        return section.sent().stream()
                .filter(statement -> statement.start() >= begin && statement.start() < end)
                .map(statement -> new Part.Sql(
                        statement.start(),
                        run.sql().subSequence(statement.start() - begin, Math.min(end, statement.end()) - begin)));
    }

    /** The same work in a transaction that is going to be rolled back: whatever its domain's guard and its marker say. */
    public SectionRun tried(List<Part> some) {
        Section inside = new Section(
                section.start(),
                section.end(),
                true,
                section.irreversible(),
                section.limits(),
                section.touches(),
                section.statements());
        return new SectionRun(
                domain.guarded(Guard.OFF),
                direction,
                filename,
                path,
                text,
                inside,
                some,
                checksum,
                source,
                batch,
                copied,
                resume);
    }

    /** The data lines of one of its COPY parts, as the server gets them. */
    public InputStream data(Part.CopyIn copy) {
        return text.utf8(copy.dataStart(), copy.dataEnd());
    }

    /**
     * What a report says of it.
     *
     * @param milliseconds measured at the server; 0 before it ran
     */
    public Step step(int milliseconds) {
        return step(milliseconds, 0);
    }

    /** What a report says of it when it is done. */
    public Step step(SectionResult.Done done) {
        return step(done.milliseconds(), done.rowsCopied());
    }

    private Step step(int milliseconds, long rowsCopied) {
        return new Step(
                domain.name(),
                filename,
                path,
                direction,
                batch,
                section.sent().size(),
                section.transaction(),
                milliseconds,
                rowsCopied);
    }

    /** Whether its text is too long to be held, or parsed by the server, more often than it has to. */
    public boolean large() {
        return text.length() > LARGE;
    }

    /**
     * What it may do beyond its domain: schemas, or names with their schema; as they are written, for names that are quoted in SQL,
     * and in lower case.
     */
    public List<String> touches() {
        return Stream.concat(section.touches().stream(), domain.touches().stream())
                .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    /** How long it may wait and run: the nearest that says something wins. */
    public Limits limits(RunSettings run) {
        return section.limits().or(run.limits()).or(domain.limits());
    }

    /** What the log calls it when it is done. */
    public String action() {
        return switch (direction) {
            case UP -> "apply";
            case DOWN -> "rollback";
            case SEED -> "seed";
        };
    }
}
