package dev.bailiwick.script.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per case: {@code input.sql} and {@code expected.txt}, which {@code -Dgolden.write=true} writes anew. Read
 * it before it is committed.
 */
class GoldenTest {

    private static final Path CASES = Path.of("src/test/resources/golden/script");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsExpected(String name) throws IOException {
        Path expected = CASES.resolve(name).resolve("expected.txt");
        String listing = Listing.of(input(name), token -> {});
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, listing);
        }
        assertThat(listing).isEqualTo(Files.readString(expected));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheSameWithWindowsLineEnds(String name) throws IOException {
        String text = input(name).replace("\r\n", "\n").replace("\n", "\r\n");
        assertThat(Listing.of(text, token -> {})).isEqualTo(Listing.of(input(name), token -> {}));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsPiecesJoinToTheInput(String name) throws IOException {
        for (String text : List.of(input(name), input(name).replace("\n", "\r\n"))) {
            String read = text.startsWith("\uFEFF") ? text.substring(1) : text;
            StringBuilder pieces = new StringBuilder();
            Listing.of(text, token -> pieces.append(read, token.start(), token.end()));
            if (read.indexOf('\0') < 0) {
                assertThat(pieces.toString()).isEqualTo(read);
            }
        }
    }

    @Test
    void everyFolderIsACase() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(70).allSatisfy(name -> assertThat(
                        CASES.resolve(name).resolve("input.sql"))
                .exists());
    }

    private static String input(String name) throws IOException {
        return Files.readString(CASES.resolve(name).resolve("input.sql"));
    }
}
