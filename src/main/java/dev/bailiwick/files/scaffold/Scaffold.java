package dev.bailiwick.files.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.manifest.ManifestFile;
import dev.bailiwick.files.read.AtomicFile;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.files.read.FolderEntry;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the files that people then write: migrations and seeds of one domain. */
public final class Scaffold {
    private static final Pattern SEED_NUMBER = Pattern.compile("(\\d+)_.*");
    private static final int SEED_STEP = 10;

    private final ProjectFolder root;
    private final Domain domain;
    private final Path folder;

    public Scaffold(ProjectFolder root, Domain domain) {
        this.root = root;
        this.domain = domain;
        this.folder = root.sql().resolve(domain.name());
    }

    /**
     * Makes a file. Whoever makes one in the same domain at the same time waits, and gets the next version.
     *
     * @param readable the domains whose functions it may use
     * @throws BailiwickException (usage) where the wish can't be met, (refused) where the disk doesn't take it: then
     *     nothing was written
     */
    public NewFile make(NewFile.Wanted wanted, List<Domain> readable, Instant now) {
        NewName name = NewName.of(wanted.name());
        if (!Files.isWritable(folder)) {
            throw refused(domain.folder() + "/" + name.text() + ".sql", new AccessDeniedException(domain.folder()));
        }
        NewFileSubject subject = NewFileSubject.of(name.text(), wanted.template(), wanted.purpose());
        String stamp = subject.template() == NewFileTemplate.TABLE ? stamp(readable) : null;
        String text = new NewFileText(domain.schema(), subject, stamp).text(name.text());
        if (subject.template() == NewFileTemplate.SEED) {
            if (wanted.purpose() != null) {
                throw BailiwickException.usage(
                        "a seed has no kind: seeds run in the order of their numbers", "leave --kind out");
            }
            return seed(subject, name.notes(), text);
        }
        return migration(name, subject, wanted.purpose(), now, text);
    }

    private NewFile migration(NewName name, NewFileSubject subject, @Nullable MigrationPurpose purpose, Instant now, String text) {
        List<String> made = new ArrayList<>();
        List<String> notes = new ArrayList<>(name.notes());
        String checksum = new FileContent(text.getBytes(UTF_8)).checksum();
        try {
            // Under the manifest's lock: the version is chosen and taken with nobody between.
            Manifest manifest = new ManifestFile(root, domain).amend(lines -> {
                NextVersion next = new NextVersion(domain.name(), names(folder), now);
                String filename = next.of(name.text(), purpose) + "_" + name.text() + ".sql";
                write(folder, domain.folder(), filename, text);
                made.add(filename);
                notes.addAll(next.notes());
                return lines.isEmpty() ? lines : lines.with(filename, checksum);
            });
            String filename = made.get(0);
            return new NewFile(
                    domain,
                    filename,
                    domain.folder() + "/" + filename,
                    subject.template(),
                    filename.substring(0, filename.indexOf('_')),
                    checksum,
                    manifest.checksum(filename).isPresent(),
                    notes);
        } catch (BailiwickException e) {
            made.forEach(this::takeBack);
            throw e;
        }
    }

    /** Seeds are numbered in tens, so that one can be put between. */
    private NewFile seed(NewFileSubject subject, List<String> notes, String text) {
        Path seeds = folder.resolve("seeds");
        String shown = domain.folder() + "/seeds";
        try {
            Files.createDirectories(seeds);
            if (!root.holds(seeds)) {
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(shown + " is a link that leaves the project", "put the folder itself here")
                                .withState("nothing was written"));
            }
        } catch (FileAlreadyExistsException e) {
            throw refused(shown, new NotDirectoryException(shown));
        } catch (IOException e) {
            throw refused(shown, e);
        }
        List<String> made = new ArrayList<>();
        new ManifestFile(root, domain).amend(lines -> {
            int last = names(seeds).stream()
                    .map(SEED_NUMBER::matcher)
                    .filter(Matcher::matches)
                    .map(number -> number.group(1))
                    .filter(digits -> digits.length() < SEED_STEP)
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
            String filename = "%03d_%s.sql".formatted((last / SEED_STEP + 1) * SEED_STEP, subject.object());
            write(seeds, shown, filename, text);
            made.add(filename);
            return lines;
        });
        return new NewFile(
                domain,
                made.get(0),
                shown + "/" + made.get(0),
                NewFileTemplate.SEED,
                null,
                new FileContent(text.getBytes(UTF_8)).checksum(),
                false,
                notes);
    }

    /** The function that stamps updated_at: the domain's own, else one of a domain that it requires. */
    private @Nullable String stamp(List<Domain> readable) {
        for (Domain owner : readable) {
            Pattern function = Pattern.compile(
                    "\\bFUNCTION\\s+(" + owner.schema() + "\\.)?set_updated_at\\s*\\(", Pattern.CASE_INSENSITIVE);
            Path where = root.sql().resolve(owner.name());
            for (String name : names(where)) {
                if (MigrationName.accepted(name)
                        && function.matcher(read(where.resolve(name))).find()) {
                    return owner.schema() + ".set_updated_at";
                }
            }
        }
        return null;
    }

    /** A file's text, as far as ASCII goes; empty where it can't be read, which is for migrate to say. */
    private String read(Path file) {
        try {
            return root.holds(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> names(Path where) {
        try {
            return FolderEntry.in(where).stream()
                    .map(FolderEntry::name)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
        } catch (IOException e) {
            throw refused(domain.folder(), e);
        }
    }

    private static void write(Path where, String shown, String filename, String text) {
        try {
            AtomicFile.write(where.resolve(filename), text);
        } catch (IOException e) {
            throw refused(shown + "/" + filename, e);
        }
    }

    /** Ours, and made a moment ago: its line could not be written. */
    private void takeBack(String filename) {
        try {
            Files.deleteIfExists(folder.resolve(filename));
        } catch (IOException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "cannot take back " + domain.folder() + "/" + filename + ": " + ProjectFolder.reason(e),
                                    ShellCommand.of("bailiwick", "seal", domain.name()))
                            .withState("the file is there, and its line in " + Manifest.FILE + " is not"),
                    e);
        }
    }

    static BailiwickException refused(String shown, IOException e) {
        int slash = shown.lastIndexOf('/');
        String reason = e instanceof FileAlreadyExistsException
                ? "there is such a file already"
                : e instanceof NotDirectoryException ? "it is no folder" : ProjectFolder.reason(e);
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "cannot write " + shown + ": " + reason,
                                ShellCommand.of("ls", "-ld", slash < 0 ? "." : shown.substring(0, slash)),
                                ShellCommand.of("df", "-h", slash < 0 ? "." : shown.substring(0, slash)))
                        .withState("nothing was written"),
                e);
    }
}
