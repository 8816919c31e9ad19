package dev.bailiwick.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A project on the real disk, and what Bailiwick says of it, with paths as if it were the working directory. */
public final class Disk {
    private final Path folder;

    public Disk(Path folder) {
        this.folder = folder;
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    public Disk file(String name, byte... bytes) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Disk file(String name, String text) {
        return file(name, text.getBytes(UTF_8));
    }

    public Disk files(String... names) {
        for (String name : names) {
            file(name, name);
        }
        return this;
    }

    public Disk folders(String... names) {
        try {
            for (String name : names) {
                Files.createDirectories(path(name));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Disk link(String name, String target) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.createSymbolicLink(path(name), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Project project() {
        return Project.at(folder);
    }

    /** The migrations of a domain. */
    public List<MigrationFile> read(String domain) {
        return project().files(project().domain(domain));
    }

    public List<String> names(String domain) {
        return read(domain).stream().map(MigrationFile::filename).toList();
    }

    /** Everything that is wrong with the folders, one line each: what, where, what to do. */
    public List<String> usage(ThrowingCallable call) {
        return failures(ExitCode.USAGE, call);
    }

    public List<String> wrongDomains() {
        return usage(() -> project().domains());
    }

    /** Everything that is wrong with the files of a domain. */
    public List<String> refused(String domain) {
        return failures(ExitCode.REFUSED, () -> read(domain));
    }

    /** Everything that stands against writing a file; every one of them says that nothing was written. */
    public List<String> refusedToWrite(ThrowingCallable call) {
        return failures(ExitCode.REFUSED, "nothing was written", call);
    }

    private List<String> failures(ExitCode code, ThrowingCallable call) {
        return failures(code, code == ExitCode.REFUSED ? "nothing was run" : "", call);
    }

    private List<String> failures(ExitCode code, String state, ThrowingCallable call) {
        BailiwickException e = catchThrowableOfType(BailiwickException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.exitCode()).isEqualTo(code);
        assertThat(e.failures()).extracting(Failure::state).allMatch(said -> said.endsWith(state));
        return e.failures().stream().map(this::line).toList();
    }

    private String line(Failure failure) {
        String where = failure.where() == null
                ? ""
                : " @ " + failure.where() + " |" + failure.where().lineText() + "|";
        return (failure.what() + where + " > " + String.join(" > ", failure.next())).replace(folder + "/", "");
    }
}
