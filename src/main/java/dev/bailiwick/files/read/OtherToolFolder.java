package dev.bailiwick.files.read;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Reads a folder of another tool's files, with all that lies below it. It may lie anywhere: a person names it. */
public final class OtherToolFolder {
    /** Files whose text tells something; of others the name is enough. */
    private static final Set<String> READ =
            Set.of("sql", "plan", "toml", "conf", "xml", "yaml", "yml", "json", "js", "mjs", "cjs", "ts", "mts");

    /** Whoever names a folder that holds more has named a wrong one. */
    private static final int MOST = 10_000;

    private final String shown;
    private final List<MigrationFile> files = new ArrayList<>();
    private final List<Failure> problems = new ArrayList<>();

    private OtherToolFolder(String shown) {
        this.shown = shown;
    }

    /**
     * What was found.
     *
     * @param files in byte order, their names with the folders below the one that was named; text is empty where the name
     *     says enough
     * @param problems what can't be read as text
     */
    public record Found(List<MigrationFile> files, List<Failure> problems) {
        public Found {
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads all of it; hidden files and folders are left out.
     *
     * @param shown as the user typed it
     * @throws BailiwickException (usage) where there is no such folder
     */
    public static Found read(Path folder, String shown) {
        String typed = shown.length() > 1 ? shown.replaceAll("/+$", "") : shown;
        OtherToolFolder reader = new OtherToolFolder(typed);
        if (!Files.isDirectory(folder)) {
            throw BailiwickException.usage(
                    shown + (Files.exists(folder) ? " is not a folder" : " does not exist")
                            + ": --files takes the folder that holds the other tool's files",
                    ShellCommand.of("ls", "-ld", shown));
        }
        try {
            reader.walk(folder, "");
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot read " + shown + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-ld", shown));
        }
        reader.files.sort(Comparator.comparing(MigrationFile::filename, ByteOrder.OF_NAMES));
        return new Found(reader.files, reader.problems);
    }

    private void walk(Path folder, String prefix) throws IOException {
        for (FolderEntry entry : FolderEntry.in(folder)) {
            String name = prefix + entry.shown();
            if (MigrationName.ignored(entry.shown())) {
                continue;
            }
            if (!entry.printable()) {
                problem(path(name) + " has a name that can't be printed", "rename it");
            } else if (entry.attributes().isDirectory()) {
                walk(folder.resolve(Objects.requireNonNull(entry.name())), name + "/");
            } else {
                file(entry, name);
            }
            if (files.size() > MOST) {
                throw BailiwickException.usage(
                        shown + " holds more than " + MOST + " files",
                        "name the folder that holds the migrations themselves");
            }
        }
    }

    private void file(FolderEntry entry, String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!READ.contains(extension)) {
            files.add(new MigrationFile(name, path(name), "", ""));
            return;
        }
        try {
            FileContent content = new FileContent(Files.readAllBytes(entry.path()));
            String text = content.text();
            List<Failure> wrong = content.problems(path(name), text);
            if (wrong.isEmpty()) {
                files.add(new MigrationFile(name, path(name), text, content.checksum()));
            } else {
                problems.addAll(wrong);
            }
        } catch (NoSuchFileException e) {
            problem(path(name) + " is a link that leads nowhere", ShellCommand.of("ls", "-l", path(name)));
        } catch (IOException e) {
            problem("cannot read " + path(name) + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-l", path(name)));
        }
    }

    private String path(String name) {
        return shown.endsWith("/") ? shown + name : shown + "/" + name;
    }

    private void problem(String what, String mend) {
        problems.add(Failure.of(what, mend));
    }
}
