package dev.bailiwick.files.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.read.AtomicFile;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts several new migrations into a domain's folder: all of them with their lines in the manifest, or none. */
final class NewFiles {
    private static final String NOTHING = "nothing was written";

    private final Project project;
    private final Domain domain;
    private final Path folder;
    private final Map<String, String> contents = new LinkedHashMap<>();
    private final List<Path> written = new ArrayList<>();

    /** @param texts by file name */
    NewFiles(Project project, ProjectFolder root, Domain domain, Map<String, String> texts) {
        this.project = project;
        this.domain = domain;
        this.folder = root.sql().resolve(domain.name());
        contents.putAll(texts);
        // What was written before is not written again.
        contents.entrySet().removeIf(file -> holds(file.getKey(), file.getValue()));
    }

    /**
     * What is to be written.
     *
     * @throws BailiwickException (refused) with every one of the names that is taken
     */
    Set<String> missing() {
        List<Failure> taken = contents.keySet().stream()
                .filter(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .map(this::taken)
                .toList();
        if (!taken.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, taken);
        }
        return Set.copyOf(contents.keySet());
    }

    /** Whether the folder has this very file already. */
    private boolean holds(String name, String text) {
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(Files.readAllBytes(file), text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "cannot read " + domain.folder() + "/" + name + ": " + ProjectFolder.reason(e),
                                    ShellCommand.of("ls", "-l", domain.folder() + "/" + name))
                            .withState(NOTHING),
                    e);
        }
    }

    void write() {
        missing();
        boolean done = false;
        try {
            for (Map.Entry<String, String> file : contents.entrySet()) {
                Path target = folder.resolve(file.getKey());
                AtomicFile.write(target, file.getValue());
                written.add(target);
            }
            project.amend(domain, this::sealed);
            done = true;
        } catch (FileAlreadyExistsException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED, taken(String.valueOf(Path.of(e.getFile()).getFileName())), e);
        } catch (IOException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "cannot write into " + domain.folder() + ": " + ProjectFolder.reason(e),
                                    ShellCommand.of("ls", "-ld", domain.folder()))
                            .withState(NOTHING),
                    e);
        } finally {
            if (!done) {
                takeBack();
            }
        }
    }

    private Manifest sealed(Manifest manifest) {
        Manifest sealed = manifest;
        for (Map.Entry<String, String> file : contents.entrySet()) {
            String checksum = new FileContent(file.getValue().getBytes(UTF_8)).checksum();
            String line = manifest.checksum(file.getKey()).orElse(checksum);
            if (!line.equals(checksum)) {
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(
                                        domain.folder() + "/" + Manifest.FILE + " has another checksum for "
                                                + file.getKey() + ", which is not there",
                                        "take the line out of it")
                                .withState(NOTHING));
            }
            sealed = sealed.with(file.getKey(), checksum);
        }
        return sealed;
    }

    /** What was written in vain goes; what can't be taken away is said. */
    private void takeBack() {
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                String shown = domain.folder() + "/" + file.getFileName();
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        Failure.of(
                                        "cannot take " + shown + " away again: " + ProjectFolder.reason(e),
                                        ShellCommand.of("rm", shown))
                                .withState("some of the new files stand in " + domain.folder()),
                        e);
            }
        }
    }

    private Failure taken(String name) {
        String shown = domain.folder() + "/" + name;
        return Failure.of(shown + " is there already", "to take it over anew: " + ShellCommand.of("rm", shown))
                .withState(NOTHING);
    }
}
