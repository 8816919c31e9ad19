package dev.bailiwick.files.seed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.read.Checksum;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.script.Place;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of data that a seed loads; one that ends in {@code .gz} is unpacked while it is read.
 *
 * @param real without links
 * @param shown as the user knows it
 * @param size in bytes, as it lies on the disk
 */
public record DataFile(Path real, String shown, long size) {
    private static final int CHUNK = 64 * 1024;

    /** The longest piece of a line that a message shows. */
    private static final int LONGEST = 2_000;

    /** Hears how far a file has been read. */
    public interface Gauge {
        /**
         * More of it was read.
         *
         * @param bytes of the file on the disk, from its beginning
         * @param lines ends of lines in what was unpacked
         * @throws IOException to stop it
         */
        void read(long bytes, long lines) throws IOException;
    }

    /** The MD5 of its bytes. */
    public String md5(Gauge gauge) throws IOException {
        try (Counting counted = new Counting(file());
                DigestInputStream raw = new DigestInputStream(counted, Checksum.md5())) {
            byte[] chunk = new byte[CHUNK];
            while (raw.read(chunk) >= 0) {
                gauge.read(counted.bytes, 0);
            }
            return HexFormat.of().formatHex(raw.getMessageDigest().digest());
        } catch (IOException e) {
            throw words(e);
        }
    }

    /** Opens it from its beginning. */
    public Data open(Gauge gauge) throws IOException {
        InputStream file = file();
        try {
            return new Data(this, file, gauge);
        } catch (IOException e) {
            file.close();
            throw unpacking(e);
        }
    }

    private InputStream file() throws IOException {
        try {
            if (!Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile()) {
                throw new IOException("it is no regular file any more");
            }
            return Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw words(e);
        }
    }

    private boolean packed() {
        return shown.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private IOException unpacking(IOException e) {
        if (packed() && e instanceof EOFException) {
            return new IOException("it ends too early: the gzip data are cut off", e);
        }
        // The disk's own failures are of another class.
        boolean broken = packed() && e.getClass() == IOException.class;
        return broken ? new IOException("its gzip data are broken: " + withoutFullStop(e), e) : words(e);
    }

    private static String withoutFullStop(IOException e) {
        return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    }

    private static IOException words(IOException e) {
        return new IOException(ProjectFolder.reason(e), e);
    }

    /**
     * A line of it.
     *
     * @param line counted from 1
     * @param value what the column stands at, where it stands in the line just once
     */
    public Place place(int line, @Nullable String value) {
        String text = line(line);
        int at = value == null || value.isEmpty() ? -1 : text.indexOf(value);
        boolean once = at >= 0 && text.indexOf(value, at + 1) < 0;
        return new Place(shown, line, once ? text.codePointCount(0, at) + 1 : 1, text);
    }

    /** The text of a line; empty where it can't be read any more: the place is still worth telling. */
    private String line(int wanted) {
        try (InputStream data = new BufferedInputStream(open((bytes, lines) -> {}), CHUNK)) {
            int line = 1;
            byte[] text = new byte[LONGEST];
            int length = 0;
            for (int b = data.read(); b >= 0 && line <= wanted; b = data.read()) {
                if (b == '\n') {
                    line++;
                } else if (line == wanted && length < LONGEST) {
                    text[length++] = (byte) b;
                }
            }
            String found = new String(text, 0, length, UTF_8);
            return found.endsWith("\r") ? found.substring(0, found.length() - 1) : found;
        } catch (IOException e) {
            return "";
        }
    }

    /** Its content as it is read: counted, and summed up. */
    public static final class Data extends FilterInputStream {
        private final DataFile file;
        private final DigestInputStream raw;
        private final Counting counted;
        private final Gauge gauge;
        private final long size;
        private long lines;
        private @Nullable String md5;

        private Data(DataFile file, InputStream in, Gauge gauge) throws IOException {
            super(in);
            this.file = file;
            this.size = Files.size(file.real);
            this.counted = new Counting(in);
            this.raw = new DigestInputStream(counted, Checksum.md5());
            this.in = file.packed() ? unpacked(raw) : raw;
            this.gauge = gauge;
        }

        /** All members of it: java.util.zip ends without a word where the second one is damaged. */
        private static InputStream unpacked(InputStream raw) throws IOException {
            return GzipCompressorInputStream.builder()
                    .setInputStream(raw)
                    .setBufferSize(CHUNK)
                    .setDecompressConcatenated(true)
                    .get();
        }

        /** The MD5 of its bytes on the disk, once the end was reached. */
        public String md5() {
            return Objects.requireNonNull(md5, "the end was not reached");
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = unpack(buffer, offset, length);
            try {
                for (int i = offset; i < offset + read; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
                if (read < 0) {
                    drain();
                }
                gauge.read(counted.bytes, lines);
                return read;
            } catch (IOException e) {
                throw words(e);
            }
        }

        private int unpack(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw file.unpacking(e);
            }
        }

        /** What stands after the packed data belongs to the file, and so to its sum. */
        private void drain() throws IOException {
            raw.transferTo(OutputStream.nullOutputStream());
            if (counted.bytes != size) {
                throw new IOException(
                        "it was changed while it was read: " + counted.bytes + " bytes, and it had " + size);
            }
            if (md5 == null) {
                md5 = HexFormat.of().formatHex(raw.getMessageDigest().digest());
            }
        }
    }

    private static final class Counting extends FilterInputStream {
        private long bytes;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
