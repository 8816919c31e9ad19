package dev.bailiwick.db.section;

import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The data files that a unit's {@code \copy} parts name. */
public interface CopyData {

    /** The data of a part from their beginning, as the server gets them. */
    InputStream open(Part.CopyFile part) throws IOException;

    /** The data file of a part as the user knows it. */
    String path(Part.CopyFile part);

    /**
     * A line of a data file.
     *
     * @param line counted from 1
     * @param value what stands wrong in that line; null where that is not known
     */
    Place place(Part.CopyFile part, int line, @Nullable String value);

    /** What the log keeps of the data that were read: {@code md5  name} of each file in a line; null of none. */
    @Nullable
    String digests();

    /** A unit's that names none. */
    CopyData NONE = new CopyData() {
        @Override
        public InputStream open(Part.CopyFile part) {
            throw new IllegalStateException("nobody has looked for " + part.file());
        }

        @Override
        public String path(Part.CopyFile part) {
            return part.file();
        }

        @Override
        public Place place(Part.CopyFile part, int line, @Nullable String value) {
            return new Place(part.file(), line, 1, "");
        }

        @Override
        public @Nullable String digests() {
            return null;
        }
    };
}
