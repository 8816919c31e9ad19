package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person at a terminal sees: each {@link Story} in golden/commands runs in a database and in a folder of its
 * own, which looks like one of a git repository.
 * {@code make golden} writes the output anew. Read it before it is committed.
 */
class TranscriptIT {
    private static final Path STORIES = Path.of("src/test/resources/golden/commands");

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    static List<String> stories() throws IOException {
        try (Stream<Path> files = Files.list(STORIES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void goesAsWritten(String name, @TempDir Path folder) throws IOException {
        Path file = STORIES.resolve(name);
        Files.createDirectory(folder.resolve(".git"));
        String transcript = new StoryTeller(folder.toRealPath(), database).tell(Story.of(Files.readString(file)));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, transcript);
        }
        assertThat(transcript).as(name).isEqualTo(Files.readString(file));
    }

    @Test
    void everyFileIsAStory() throws IOException {
        assertThat(stories()).hasSizeGreaterThan(30).allMatch(name -> name.endsWith(".txt"));
    }
}
