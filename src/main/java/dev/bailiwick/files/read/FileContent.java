package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Place;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a file holds: its bytes, its text and its checksum. */
public final class FileContent {
    private static final String BOM = "\uFEFF";

    /** Then a path is the same as text, by which a file is opened in half the time that {@link Files} takes. */
    private static final boolean NAMES_ARE_UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    private final byte[] bytes;
    private final int start;

    public FileContent(byte[] bytes) {
        this.bytes = bytes;
        this.start = marked(bytes) ? BOM.getBytes(UTF_8).length : 0;
    }

    /** Of a file that is no longer than an array. */
    static FileContent of(Path file) throws IOException {
        if (NAMES_ARE_UTF_8) {
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                return new FileContent(in.readAllBytes());
            } catch (FileNotFoundException e) {
                // Says nothing of why: what follows does.
                return new FileContent(Files.readAllBytes(file));
            }
        }
        return new FileContent(Files.readAllBytes(file));
    }

    /** Whether these bytes, or the file that begins with them, have a byte order mark. */
    public static boolean marked(byte[] bytes) {
        return starts(bytes, 0xEF, 0xBB, 0xBF);
    }

    /** As {@link Checksum} makes it, without a byte order mark. */
    public String checksum() {
        return new Checksum().update(bytes, start, bytes.length).hex();
    }

    /** The text without a byte order mark, line ends as they stand. Only where {@link #problems} are none. */
    public String text() {
        return new String(bytes, start, bytes.length - start, UTF_8);
    }

    /** Why these bytes are no text for PostgreSQL; nothing where they are. */
    List<Failure> problems(String file, String text) {
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
            String mark = "%02X %02X".formatted(bytes[0], bytes[1]);
            return List.of(problem(
                    file + " is UTF-16, by its first bytes " + mark + "; files are UTF-8",
                    new Place(file, 1, 1, ""),
                    EncodingGuess.convert("UTF-16", file)));
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            return List.of(nul(file, text, nul));
        }
        if (text.indexOf('\uFFFD') < 0) {
            return List.of();
        }
        EncodingGuess encoding = EncodingGuess.of(bytes);
        int at = encoding.firstWrong();
        if (at < 0) {
            return List.of();
        }
        int offset = new String(bytes, start, at - start, UTF_8).length();
        return List.of(problem(
                "%s is not UTF-8: byte 0x%02X at offset %d".formatted(file, bytes[at], at),
                Place.of(file, text, offset),
                encoding.mend(file)));
    }

    private Failure nul(String file, String text, int offset) {
        int at = 0;
        while (bytes[at] != 0) {
            at++;
        }
        boolean wide = at < 2 && bytes.length % 2 == 0;
        return problem(
                file + " holds a NUL byte (0x00) at offset " + at + ", which no text of PostgreSQL can",
                Place.of(file, text, offset),
                wide
                        ? "it looks like UTF-16 without its mark: "
                                + EncodingGuess.convert(at == 1 ? "UTF-16LE" : "UTF-16BE", file)
                        : "take it out of the file");
    }

    private static Failure problem(String what, Place where, String mend) {
        return new Failure(what, where, null, "nothing was run", List.of(mend));
    }

    private static boolean starts(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
