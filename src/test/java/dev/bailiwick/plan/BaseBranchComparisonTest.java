package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.ByteOrder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseBranchComparisonTest {
    private static final Domain HR = Given.domain("hr");

    /** Files and what they hold, such as {@code 1=a 2=b}. */
    private static SortedMap<String, String> files(@Nullable String text) {
        SortedMap<String, String> files = new TreeMap<>(ByteOrder.OF_NAMES);
        if (text != null) {
            for (String file : text.split(" ")) {
                files.put(file.split("=")[0], file.split("=")[1]);
            }
        }
        return files;
    }

    @ParameterizedTest(name = "base {0}, fork {1}, branch {2}: {3} {4}")
    @CsvSource(delimiter = '|', textBlock = """
                    # base      | fork    | branch      | what is wrong                          | behind
                    1=a 2=b     | 1=a 2=b | 1=a 2=b     |                                        |
                    1=a 2=b     | 1=a 2=b | 1=a 2=b 3=c |                                        |
                    1=a 2=b     | 1=a 2=b | 1=x 2=b     | 1 is not as main has it                |
                    1=a 2=b     | 1=a 2=b | 2=b         | 1 is gone, and main has it             |
                    1=a 2=b     | 1=a 2=b | 2=b 3=a     | 1 is gone, and main has it: 3          |
                    1=a 2=b     | 1=a 2=b | 10=a 2=b    | 1 is gone, and main has it: 10         |
                    1=a 3=c     | 1=a 3=c | 1=a 2=b 3=c | 2 is new and sorts before 3            |
                    1=a 3=c     | 1=a     | 1=a 2=b     | 2 is new and sorts before 3            | 3
                    1=a 2=b     | 1=a     | 1=a 3=c     |                                        | 2
                    1=a 2=b     | 1=a     | 1=a 2=b     |                                        |
                    1=a 2=b     | 1=a     | 1=a 2=x     | 2 is new here, and main has meanwhile  |
                    1=x         | 1=a     | 1=a         |                                        | 1
                    1=x         | 1=a     | 1=y         | 1 is not as main has it                |
                                | 1=a     | 1=a         |                                        | 1
                                | 1=a     | 1=y         | 1 is not as main has it                |
                                | 1=a     |             |                                        |
                                |         | 1=a         |                                        |
                    """)
    void threeStatesAreCompared(
            @Nullable String base,
            @Nullable String fork,
            @Nullable String branch,
            @Nullable String wrong,
            @Nullable String behind) {
        BaseBranchComparison against =
                BaseBranchComparison.of(HR, "main", new BaseBranchComparison.Sealed(files(base), files(fork), files(branch)));
        String said = against.failures().stream()
                .map(failure -> failure.what().replace("sql/hr/", ""))
                .collect(Collectors.joining("; "));
        if (wrong == null) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).startsWith(wrong).doesNotContain("; ");
        }
        assertThat(String.join(" ", against.behind())).isEqualTo(behind == null ? "" : behind);
    }

    @ParameterizedTest(name = "base {0}, branch {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    1=a     | 1=a     |
                    1=a 2=b | 1=a     | 2 is gone, and main has it
                    1=a 2=b | 1=a 2=x | 2 is not as main has it
                    """)
    void whereTheForkIsUnknownEveryDifferenceIsTheBranchs(String base, String branch, @Nullable String wrong) {
        BaseBranchComparison against = BaseBranchComparison.of(HR, "main", new BaseBranchComparison.Sealed(files(base), null, files(branch)));
        assertThat(against.failures().stream()
                        .map(failure -> failure.what().replace("sql/hr/", ""))
                        .toList())
                .isEqualTo(wrong == null ? List.of() : List.of(wrong));
        assertThat(against.behind()).isEmpty();
    }
}
