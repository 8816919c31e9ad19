package dev.bailiwick.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A folder that a test uses git in, whatever this machine's git is told; the test is left out where there is none. */
public final class GitFolder {
    private final Path folder;

    private GitFolder(Path folder) {
        this.folder = folder;
    }

    /** A folder that may be a repository or become one. */
    public static GitFolder at(Path folder) {
        try {
            new ProcessBuilder("git", "version").start();
        } catch (IOException e) {
            Assumptions.abort("there is no git here");
        }
        return new GitFolder(folder);
    }

    /** A new repository with the branch main. */
    public static GitFolder init(Path folder) {
        GitFolder made = at(folder);
        made.git("init", "--quiet", "--initial-branch=main");
        return made;
    }

    /** A command that succeeds. */
    public GitFolder git(String... words) {
        Answer answer = run(words);
        assertThat(answer.exit).as(answer.text).isZero();
        return this;
    }

    /** Commits everything that lies there. */
    public GitFolder commit(String message) {
        return git("add", "--all").git("commit", "--quiet", "--message", message);
    }

    /**
     * What a command came to.
     *
     * @param exit its exit code
     * @param text both streams
     */
    public record Answer(int exit, String text) {}

    public Answer run(String... words) {
        List<String> line = new ArrayList<>(
                List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.hooksPath="));
        line.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
