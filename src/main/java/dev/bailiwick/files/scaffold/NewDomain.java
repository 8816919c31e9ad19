package dev.bailiwick.files.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.files.read.FolderEntry;
import dev.bailiwick.files.read.Identifier;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A domain that was just made: folder, seeds, first migration and manifest.
 *
 * @param name the domain's, and its schema's
 * @param made paths as the user would type them; folders end in a slash
 */
public record NewDomain(String name, List<String> made) {
    private static final String FIRST = "create_set_updated_at";

    /** What git keeps of a folder without files. */
    private static final String KEEP = ".gitkeep";

    public NewDomain {
        made = List.copyOf(made);
    }

    /** Why a name can't be a domain's; nothing where it can. */
    static void check(String name) {
        String problem = name.isBlank() ? "the name is empty" : Identifier.problemOfSchema(name);
        if (problem != null) {
            String near = Identifier.nearest(name);
            throw BailiwickException.usage(
                    (name.isBlank() ? "a domain needs a name: " : name + " can't be a domain: ") + problem,
                    near == null ? "such as hr" : "such as " + near);
        }
    }

    /** Makes it: all of it is there at once, or nothing. */
    public static NewDomain make(ProjectFolder root, String name, Instant now) {
        check(name);
        Path folder = root.sql().resolve(name);
        refuseExisting(root, name, folder);
        Path fresh =
                root.sql().resolve("." + name + "." + ProcessHandle.current().pid() + ".new");
        List<Path> ours = new ArrayList<>();
        List<String> made = new ArrayList<>();
        String first = new NextVersion(name, List.of(), now).of(FIRST, MigrationPurpose.SCHEMA) + "_" + FIRST + ".sql";
        String text = NewFileText.ofStamp(name);
        String checksum = new FileContent(text.getBytes(UTF_8)).checksum();
        try {
            if (!Files.isDirectory(root.sql())) {
                ours.add(Files.createDirectory(root.sql()));
                made.add(root.shown() + "/");
            }
            ours.add(Files.createDirectory(fresh));
            ours.add(Files.createDirectory(fresh.resolve("seeds")));
            ours.add(Files.writeString(fresh.resolve("seeds").resolve(KEEP), ""));
            ours.add(Files.writeString(fresh.resolve(first), text));
            ours.add(Files.writeString(
                    fresh.resolve(Manifest.FILE),
                    Manifest.NONE.with(first, checksum).text()));
            // rename(2) takes the place of nothing or of an empty folder, and of nothing else.
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(ours, e);
            refuseExisting(root, name, folder);
            throw Scaffold.refused(root.shown(name), e);
        }
        made.addAll(List.of(
                root.shown(name) + "/",
                root.shown(name, first),
                root.shown(name, "seeds") + "/",
                root.shown(name, Manifest.FILE)));
        return new NewDomain(name, made);
    }

    private static void refuseExisting(ProjectFolder root, String name, Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        String shown = root.shown(name);
        if (!Files.isDirectory(folder)) {
            throw refused(shown + " is there already, and is no folder", ShellCommand.of("ls", "-l", shown));
        }
        try {
            List<FolderEntry> entries = FolderEntry.in(folder);
            if (!entries.isEmpty()) {
                throw refused(
                        "there is a domain " + name + " already: " + shown + " holds " + holds(entries),
                        "to add a file to it: " + ShellCommand.of("bailiwick", "new", name, "NAME"));
            }
        } catch (IOException e) {
            throw Scaffold.refused(shown, e);
        }
    }

    private static String holds(List<FolderEntry> entries) {
        List<String> names = entries.stream().map(FolderEntry::shown).toList();
        long migrations = names.stream().filter(MigrationName::accepted).count();
        List<String> parts = new ArrayList<>();
        if (migrations > 0) {
            parts.add(migrations + (migrations == 1 ? " migration" : " migrations"));
        }
        names.stream().filter(name -> !MigrationName.accepted(name)).limit(3).forEach(parts::add);
        long more = entries.size() - migrations - (parts.size() - (migrations > 0 ? 1 : 0));
        return String.join(", ", parts) + (more > 0 ? ", and " + more + " more" : "");
    }

    private static void remove(List<Path> ours, IOException failure) {
        for (int i = ours.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(ours.get(i));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static BailiwickException refused(String what, String next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was written"));
    }
}
