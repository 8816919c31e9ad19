package dev.bailiwick.config;

import dev.bailiwick.model.domain.ConnectionTarget.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * libpq's password file: lines of {@code host:port:database:user:password}, the first that fits counts.
 *
 * <p>Source: the manual's libpq-pgpass; {@code passwordFromFile} in fe-connect.c. {@code *} fits everything, a backslash
 * escapes {@code :} and itself, and a file that group or others may read is ignored.
 */
final class PasswordFile {

    private static final Set<PosixFilePermission> OF_THE_OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final List<List<String>> entries;

    private PasswordFile(List<List<String>> entries) {
        this.entries = entries;
    }

    /**
     * Reads the file; one that doesn't exist is empty.
     *
     * @param warnings gets the reason why an existing file is ignored
     */
    static PasswordFile read(Path file, List<String> warnings) {
        if (!Files.exists(file)) {
            return new PasswordFile(List.of());
        }
        if (!Files.isRegularFile(file)) {
            warnings.add("password file " + file + " is ignored: it is not a plain file");
            return new PasswordFile(List.of());
        }
        try {
            if (othersMayRead(file)) {
                warnings.add("password file " + file
                        + " is ignored: group or others have access to it; type chmod 0600 " + file);
                return new PasswordFile(List.of());
            }
            return new PasswordFile(Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(PasswordFile::fields)
                    .filter(fields -> fields.size() >= 5)
                    .toList());
        } catch (IOException e) {
            warnings.add("password file " + file + " is ignored: it can't be read");
            return new PasswordFile(List.of());
        }
    }

    /** The password, or null where no line fits. */
    @Nullable
    String password(Address address, String database, String user) {
        List<String> wanted = List.of(address.host(), Integer.toString(address.port()), database, user);
        for (List<String> entry : entries) {
            boolean fits = true;
            for (int i = 0; i < wanted.size(); i++) {
                fits &= entry.get(i).equals("*") || plain(entry.get(i)).equals(wanted.get(i));
            }
            if (fits) {
                String password = plain(entry.get(4));
                return password.isEmpty() ? null : password;
            }
        }
        return null;
    }

    private static boolean othersMayRead(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        return !OF_THE_OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    /** The fields between unescaped colons, their escapes kept: {@code \*} is a star and {@code *} is everything. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == ':') {
                fields.add(line.substring(start, i));
                start = i + 1;
            }
        }
        fields.add(line.substring(start));
        return fields;
    }

    private static String plain(String field) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 1 < field.length()) {
                i++;
            }
            plain.append(field.charAt(i));
        }
        return plain.toString();
    }
}
