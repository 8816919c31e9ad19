package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.script.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that is too large to be held, cut into blocks that are read again as they are asked for. What is read
 * again must be what was read first, of which the checksum is: else every method throws an {@link UncheckedIOException}.
 */
final class LargeFileText implements Text {
    /** Files of so many bytes are held. */
    private static final int HELD = 1 << 20;

    private static final int BLOCK = 1 << 18;
    private static final String CHANGED = "it was changed while it was being read";
    private static final Piece NONE = new Piece(0, 0, "");

    /** Some bytes of the file that are whole characters, with the offset of the first, and what says that they are the same. */
    private record Block(long position, int bytes, int start, long crc) {}

    /** The characters of a block. */
    private record Piece(int start, int end, String text) {
        boolean holds(int index) {
            return index >= start && index < end;
        }
    }

    private final Path path;
    private final String checksum;
    private final long bytes;
    private final int length;
    private final List<Block> blocks;
    private final int[] starts;

    /** The pieces that were asked for last: a scanner looks back to where a token begins. Reads of others are harmless. */
    private final Piece[] pieces = new Piece[4];

    private int oldest;
    private Piece latest = NONE;

    private LargeFileText(Path path, String checksum, long bytes, int length, List<Block> blocks) {
        this.path = path;
        this.checksum = checksum;
        this.bytes = bytes;
        this.length = length;
        this.blocks = blocks;
        this.starts = blocks.stream().mapToInt(Block::start).toArray();
        Arrays.fill(pieces, NONE);
    }

    /** Whether a file of so many bytes is better not held. */
    static boolean large(long size) {
        return size > HELD;
    }

    /** Reads a file once; null where it is no text, or may be none, which its {@link FileContent} can tell. */
    static @Nullable LargeFileText read(Path path) throws IOException {
        Checksum checksum = new Checksum();
        List<Block> blocks = new ArrayList<>();
        byte[] buffer = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(path)) {
            int filled = in.readNBytes(buffer, 0, BLOCK);
            int from = FileContent.marked(Arrays.copyOf(buffer, 3)) ? 3 : 0;
            long position = from;
            int length = 0;
            while (from < filled) {
                int to = filled < BLOCK ? filled : lastWhole(buffer, from);
                String text = new String(buffer, from, to - from, UTF_8);
                if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
                    return null;
                }
                checksum.update(buffer, from, to);
                blocks.add(new Block(position, to - from, length, crc(buffer, from, to)));
                position += to - from;
                length += text.length();
                int left = filled - to;
                System.arraycopy(buffer, to, buffer, 0, left);
                filled = left + in.readNBytes(buffer, left, BLOCK - left);
                from = 0;
            }
            return new LargeFileText(
                    path,
                    checksum.hex(),
                    position - (blocks.isEmpty() ? 0 : blocks.get(0).position()),
                    length,
                    blocks);
        }
    }

    /** Behind the last character of a full buffer that is whole. */
    private static int lastWhole(byte[] buffer, int from) {
        int lead = buffer.length - 1;
        while (lead > from && (buffer[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int b = buffer[lead] & 0xFF;
        int needs = b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        return lead + needs > buffer.length ? lead : buffer.length;
    }

    private static long crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    /** MD5 as {@link Checksum} makes it. */
    String checksum() {
        return checksum;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        Piece last = latest;
        Piece piece = last.holds(index) ? last : piece(index);
        return piece.text.charAt(index - piece.start);
    }

    @Override
    public String substring(int start, int end) {
        Piece first = start < end ? piece(start) : NONE;
        if (end <= first.end) {
            return first.text.substring(start - first.start, end - first.start);
        }
        StringBuilder text = new StringBuilder(end - start);
        for (int at = start; at < end; ) {
            Piece piece = piece(at);
            int to = Math.min(end, piece.end);
            text.append(piece.text, at - piece.start, to - piece.start);
            at = to;
        }
        return text.toString();
    }

    @Override
    public int indexOf(char c, int from) {
        for (int at = Math.max(0, from); at < length; ) {
            Piece piece = piece(at);
            int found = piece.text.indexOf(c, at - piece.start);
            if (found >= 0) {
                return piece.start + found;
            }
            at = piece.end;
        }
        return -1;
    }

    @Override
    public int indexOf(String part, int from) {
        for (int at = Math.max(0, from); at + part.length() <= length; ) {
            Piece piece = piece(at);
            int found = piece.text.indexOf(part, at - piece.start);
            if (found >= 0) {
                return piece.start + found;
            }
            for (at = Math.max(at, piece.end - part.length() + 1); at < piece.end; at++) {
                if (startsWith(part, at)) {
                    return at;
                }
            }
        }
        return -1;
    }

    @Override
    public boolean startsWith(String part, int at) {
        if (at < 0 || at + part.length() > length) {
            return false;
        }
        int same = 0;
        while (same < part.length() && charAt(at + same) == part.charAt(same)) {
            same++;
        }
        return same == part.length();
    }

    /** The whole text, which is then held. */
    @Override
    public String toString() {
        return substring(0, length);
    }

    private Piece piece(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("offset " + index + " of " + length);
        }
        for (Piece piece : pieces) {
            if (piece.holds(index)) {
                latest = piece;
                return piece;
            }
        }
        int found = Arrays.binarySearch(starts, index);
        Piece piece = read(blocks.get(found >= 0 ? found : -found - 2));
        pieces[oldest] = piece;
        oldest = (oldest + 1) % pieces.length;
        latest = piece;
        return piece;
    }

    private Piece read(Block block) {
        byte[] again = new byte[block.bytes];
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            file.position(block.position);
            int read = Channels.newInputStream(file).readNBytes(again, 0, again.length);
            if (crc(again, 0, read) != block.crc) {
                throw new UncheckedIOException(
                        CHANGED, new FileSystemException(path.normalize().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(ProjectFolder.reason(e), e);
        }
        String text = new String(again, UTF_8);
        return new Piece(block.start, block.start + text.length(), text);
    }
}
