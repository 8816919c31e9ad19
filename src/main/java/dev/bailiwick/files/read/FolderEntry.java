package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.script.ByteOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a folder.
 *
 * @param path to open it by
 * @param name null where the disk's bytes are no UTF-8
 * @param shown the name with escapes for what is no UTF-8 and for what can't be printed
 * @param attributes of itself: a link is a link
 */
public record FolderEntry(Path path, @Nullable String name, String shown, BasicFileAttributes attributes) {

    /** What lies directly in a folder, in byte order. One look at each. */
    public static List<FolderEntry> in(Path folder) throws IOException {
        List<FolderEntry> entries = new ArrayList<>();
        // The dot: a folder that is itself a link is read, while links in it are not followed.
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder.resolve("."))) {
            for (Path path : paths) {
                entries.add(of(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(FolderEntry::shown, ByteOrder.OF_NAMES));
        return entries;
    }

    private static FolderEntry of(Path path, BasicFileAttributes attributes) {
        String plain = String.valueOf(path.getFileName());
        if (plain(plain)) {
            return new FolderEntry(path, plain, plain, attributes);
        }
        byte[] bytes = bytes(path);
        try {
            String name = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new FolderEntry(path, name, escaped(name), attributes);
        } catch (CharacterCodingException e) {
            StringBuilder shown = new StringBuilder();
            for (byte b : bytes) {
                shown.append(b >= ' ' && b < 0x7F ? String.valueOf((char) b) : "\\x%02X".formatted(b));
            }
            return new FolderEntry(path, null, shown.toString(), attributes);
        }
    }

    private static boolean plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /**
     * The bytes of the last name. {@link Path#toString()} decodes them in the locale's encoding and loses what that can't
     * say (everything beyond ASCII where {@code LANG=C}); the URI keeps them.
     */
    private static byte[] bytes(Path path) {
        String uri = path.toUri().getRawPath();
        String raw = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = raw.lastIndexOf('/') + 1; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** A name as it can be printed: control characters and invisible ones as escapes. */
    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (!invisible(c)) {
                escaped.appendCodePoint(c);
            } else if (c < 0x80) {
                escaped.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\x%02X".formatted(c));
            } else {
                escaped.append("\\u%04X".formatted(c));
            }
        });
        return escaped.toString();
    }

    /** Control and format characters: what stands in a name without being seen. */
    static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Whether it can be written as it is: its name is UTF-8 and everything in it can be seen. */
    public boolean printable() {
        return shown.equals(name);
    }
}
