package dev.bailiwick.files.project;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a project remembers of the databases that it was used with, in {@code .bailiwick/last-use.properties}: the server that
 * something was last changed on, and which runs have applied nothing. No user names, no passwords. It is a help and no more:
 * where it can't be read or written, nothing is known.
 */
public final class LastUse {
    private static final String FOLDER = ".bailiwick";
    private static final String FILE = "last-use.properties";
    private static final String SERVER = "server";
    private static final String NOTHING = "applied-nothing ";

    private final Path file;
    private final String database;
    private final Properties facts = new Properties();
    private boolean changed;

    /**
     * What is remembered in a project.
     *
     * @param database host, port and name of the one that is meant now
     */
    public LastUse(Path project, String database) {
        this.file = project.resolve(FOLDER).resolve(FILE);
        this.database = database;
        try (Reader reader = new StringReader(Files.exists(file) ? Files.readString(file) : "")) {
            facts.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            facts.clear();
        }
    }

    /** The server that this project was last used with, for people; null where it never was. */
    public @Nullable String server() {
        return facts.getProperty(SERVER);
    }

    /** Remembers a server. */
    public void usedWith(String server) {
        put(SERVER, server);
    }

    /** When a run last applied nothing in a domain of this database; null where the last run has applied something. */
    public @Nullable Instant appliedNothing(String domain) {
        String time = facts.getProperty(key(domain));
        try {
            return time == null ? null : Instant.ofEpochMilli(Long.parseLong(time));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Remembers whether a run has applied something in a domain. */
    public void ran(String domain, boolean applied, Instant now) {
        if (applied) {
            changed |= facts.remove(key(domain)) != null;
        } else {
            put(key(domain), String.valueOf(now.toEpochMilli()));
        }
    }

    private String key(String domain) {
        return NOTHING + database + " " + domain;
    }

    private void put(String name, String value) {
        changed |= !value.equals(facts.setProperty(name, value));
    }

    /** Writes it down, where anything is new; false where that can't be. */
    public boolean keep() {
        if (!changed) {
            return true;
        }
        try {
            Path folder = file.getParent();
            if (folder == null) {
                return false;
            }
            if (!Files.exists(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.writeString(folder.resolve(".gitignore"), "*\n");
            }
            Path temporary =
                    file.resolveSibling(FILE + "." + ProcessHandle.current().pid() + ".new");
            Files.writeString(temporary, text(), StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** As {@link Properties#store} writes it, without the date on top: the same facts are the same file. */
    private String text() {
        return facts.stringPropertyNames().stream()
                .map(name -> escaped(name, " \\=:#!") + "=" + escaped(facts.getProperty(name, ""), "\\=:#!") + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private static String escaped(String text, String special) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\f' -> escaped.append("\\f");
                default -> {
                    boolean leading = c == ' ' && i == 0;
                    escaped.append(leading || special.indexOf(c) >= 0 ? "\\" : "")
                            .append(c);
                }
            }
        }
        return escaped.toString();
    }
}
