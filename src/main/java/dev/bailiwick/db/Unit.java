package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One section of one file, ready to run, with what is to be recorded of it.
 *
 * @param domain where it belongs
 * @param direction up is recorded by a row, down by that row's removal
 * @param filename its name in the history
 * @param path the file as the user knows it, for error messages
 * @param text the text that offsets in section and parts point into
 * @param section the section to run
 * @param parts what is sent, in order
 * @param checksum MD5 of the file
 * @param source the file's text to keep; null on the way down
 * @param batch number of the run's batch
 */
public record Unit(
        Domain domain,
        Direction direction,
        String filename,
        String path,
        String text,
        Section section,
        List<Part> parts,
        String checksum,
        @Nullable String source,
        int batch) {

    public Unit {
        parts = List.copyOf(parts);
    }

    /** The same unit, recorded under another batch. */
    public Unit inBatch(int number) {
        return new Unit(domain, direction, filename, path, text, section, parts, checksum, source, number);
    }

    /** The data lines of one of its COPY parts. */
    String data(Part.CopyIn copy) {
        return text.substring(copy.dataStart(), copy.dataEnd());
    }

    /**
     * What a report says of it.
     *
     * @param milliseconds measured at the server; 0 before it ran
     */
    public Step step(int milliseconds) {
        return new Step(
                domain.name(),
                filename,
                path,
                direction,
                batch,
                section.sent().size(),
                section.transaction(),
                milliseconds);
    }

    boolean up() {
        return direction == Direction.UP;
    }
}
