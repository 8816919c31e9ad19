package dev.bailiwick.db.integrity;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.integrity.HistorySnapshot.Row;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was to become of one row of a tracking table.
 *
 * @param there whether there is to be one
 * @param success null where it doesn't matter
 * @param batch null where it doesn't matter
 * @param checksum null where it doesn't matter
 * @param text what a new row is to keep; null where it doesn't matter
 */
public record WrittenRow(
        String filename,
        boolean there,
        @Nullable Boolean success,
        @Nullable Integer batch,
        @Nullable String checksum,
        @Nullable Text text) {

    /** The row of a unit that is done; null for a seed, which has none. */
    static @Nullable WrittenRow done(SectionRun unit) {
        return switch (unit.direction()) {
            case UP -> new WrittenRow(unit.filename(), true, true, unit.batch(), unit.checksum(), unit.source());
            case DOWN -> gone(unit.filename());
            case SEED -> null;
        };
    }

    /** The row of a unit that is not done; null for a seed, which has none. */
    public static @Nullable WrittenRow notDone(SectionRun unit) {
        return unit.direction() == Direction.SEED
                ? null
                : new WrittenRow(unit.filename(), true, false, null, null, null);
    }

    /** There is none any more. */
    static WrittenRow gone(String filename) {
        return new WrittenRow(filename, false, null, null, null, null);
    }

    /** What a correction makes of its row. */
    public static WrittenRow of(Correction correction) {
        String filename = correction.filename();
        return switch (correction.change()) {
            case APPLIED ->
                new WrittenRow(filename, true, true, correction.batch(), correction.checksum(), correction.source());
            case STANDS -> new WrittenRow(filename, true, true, null, null, null);
            case GOES_ON -> new WrittenRow(filename, true, false, null, null, null);
            case TEXT -> new WrittenRow(filename, true, null, null, correction.checksum(), null);
            case PENDING, NONE -> gone(filename);
        };
    }

    /** Adds in words what the row is not that it was to become. */
    void unlike(@Nullable Row before, @Nullable Row now, List<String> changes) {
        if (now == null || !there) {
            if ((now != null) != there) {
                changes.add("the row of " + filename + (there ? " is not there" : " is still there"));
            }
            return;
        }
        if (before != null && before.success() && Boolean.FALSE.equals(success)) {
            // A person has recorded it meanwhile: nothing was to become of it.
            if (before.digest() != now.digest()) {
                changes.add("the row of " + filename + " was changed");
            }
            return;
        }
        is("success", success, now.success(), changes);
        is("batch", batch, now.batch(), changes);
        is("checksum", checksum, now.checksum(), changes);
        if (text != null && !md5(text).equals(now.source())) {
            changes.add("the row of " + filename + " keeps another text than was written");
        }
    }

    private void is(String column, @Nullable Object wanted, Object found, List<String> changes) {
        if (wanted != null && !Objects.equals(wanted, found)) {
            changes.add("the row of " + filename + " says " + column + " = " + found + " instead of " + wanted);
        }
    }

    private static String md5(Text text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            try (InputStream bytes = new DigestInputStream(text.utf8(0, text.length()), digest)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
