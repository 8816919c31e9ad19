package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import java.util.Locale;

/**
 * What a call said, whatever its layout: words and their order count, line ends and blanks don't.
 *
 * @param exit the exit code
 * @param text both streams, every run of white space one blank
 */
record Said(int exit, String text) {

    static Said of(Cli.Result result) {
        return new Said(result.exit(), (result.out() + "\n" + result.err()).replaceAll("\\s+", " "));
    }

    /** It ended with this exit code, said each of these things, and showed no stack trace. */
    Said fails(int expected, String... things) {
        assertThat(exit).as(text).isEqualTo(expected);
        for (String thing : things) {
            assertThat(text).contains(thing);
        }
        return neverSays("\tat ", "Exception", "bug in Bailiwick");
    }

    /** It ended with exit code 0 and said each of these things. */
    Said succeeds(String... things) {
        return fails(0, things);
    }

    Said neverSays(String... things) {
        assertThat(text).doesNotContain(things);
        return this;
    }

    /** The same for words that may stand at the beginning of a sentence. */
    Said saysInAnyCase(String thing) {
        assertThat(text.toLowerCase(Locale.ROOT)).contains(thing.toLowerCase(Locale.ROOT));
        return this;
    }
}
