package dev.bailiwick.files.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.files.Disk;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.testing.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A git that is not there, or does not want to. */
class RepositoryTest {
    @TempDir
    private Path folder;

    private Disk disk;

    @BeforeEach
    void disk() {
        disk = new Disk(folder).folders("sql/hr");
    }

    private Repository by(String command) {
        return new Repository(new Git(command, folder), ProjectFolder.at(folder));
    }

    @Test
    void withoutGitThereIsNoUsualBaseAndAnyOtherIsRefused() {
        assertThat(by("/nowhere/git").usualBase()).isEmpty();
        assertThat(disk.usage(() -> by("/nowhere/git").revision("main")))
                .containsExactly("this needs the git command, and there is none on the PATH > apt-get install git");
    }

    @Test
    void withoutARepositoryThereIsNone() {
        GitFolder.at(folder);
        assertThat(by("git").usualBase()).isEmpty();
        assertThat(disk.usage(() -> by("git").revision("main")).get(0)).contains("lies in no git repository");
    }

    @Test
    void somebodyElsesRepositoryIsSaidWithTheMend() throws IOException {
        GitFolder.init(folder);
        Path other = folder.resolve("other");
        Files.writeString(other, "#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git \"$@\"\n");
        assertThat(other.toFile().setExecutable(true)).isTrue();
        assertThat(disk.usage(() -> by(other.toString()).revision("main")).get(0))
                .contains("it belongs to another user > git config --global --add safe.directory ");
        assertThat(disk.usage(() -> by(other.toString()).usualBase()).get(0)).contains("it belongs to another user");
    }

    @Test
    void aRepositoryWithoutCommitsHasNoBase() {
        GitFolder.init(folder);
        assertThat(by("git").usualBase()).isEmpty();
        assertThat(disk.usage(() -> by("git").revision("HEAD")).get(0)).contains("git knows no revision HEAD");
    }
}
