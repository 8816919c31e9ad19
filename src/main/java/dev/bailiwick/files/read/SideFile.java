package dev.bailiwick.files.read;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that lies beside the migrations of a domain and tells about them, where there is one.
 *
 * @param shown its path as the user would type it
 * @param problems is added to
 */
public record SideFile(ProjectFolder root, String shown, Path file, List<Failure> problems) {
    /** Its text; nothing where there is no such file, or it can't be read, which is a problem. */
    public Optional<String> read() {
        try {
            if (!root.holds(file)) {
                problem(shown + " is a link that leaves the project", "put the file itself here");
            } else if (!Files.isRegularFile(file)) {
                problem(shown + " is no regular file", ShellCommand.of("ls", "-l", shown));
            } else {
                FileContent content = new FileContent(Files.readAllBytes(file));
                List<Failure> wrong = content.problems(shown, content.text());
                problems.addAll(wrong);
                return wrong.isEmpty() ? Optional.of(content.text()) : Optional.empty();
            }
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                problem(shown + " is a link that leads nowhere", ShellCommand.of("ls", "-l", shown));
            }
        } catch (IOException e) {
            problem("cannot read " + shown + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-l", shown));
        }
        return Optional.empty();
    }

    private void problem(String what, String mend) {
        problems.add(Failure.of(what, mend));
    }
}
