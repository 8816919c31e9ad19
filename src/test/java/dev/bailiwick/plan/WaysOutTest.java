package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.FileState;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.MigrationFile;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaysOutTest {
    private static final Domain INVENTORY =
            new Domain("inventory", "sql/inventory", "inventory", "schema_migrations", List.of(), null, null, null);

    @Test
    void ofWhatIsWellNothingIsSaid() {
        Given given = Given.files("1_a.sql", "2_b.sql").applied(1, "1_a.sql");
        assertThat(new WaysOut(INVENTORY, given.statuses()).all()).isEmpty();
    }

    @Test
    void whatFailedIsMendedUnlessItWasAlready() {
        assertThat(failed("ERROR 42601: syntax error", "a"))
                .containsExactly("mend sql/inventory/1_a.sql, then: bailiwick migrate inventory");
        assertThat(failed("ERROR 42601: syntax error", "edited")).containsExactly("bailiwick migrate inventory");
    }

    @Test
    void whatWasStoppedFromOutsideIsRunAgain() {
        for (String error : List.of("ERROR 55P03: lock timeout", "FATAL 57P01: shutdown", "ERROR 40P01: deadlock")) {
            assertThat(failed(error, "a")).containsExactly("bailiwick migrate inventory");
        }
    }

    @Test
    void whatIsThereAlreadyMayBeOlderThanTheHistory() {
        assertThat(failed("ERROR 42P07: relation \"a\" already exists", "a"))
                .containsExactly(
                        "mend sql/inventory/1_a.sql, then: bailiwick migrate inventory",
                        "or, where the database is older than its history: bailiwick baseline inventory --to FILE");
    }

    @Test
    void aRenamedFileIsNotRunOnceMore() {
        MigrationFile file = new MigrationFile("1_new.sql", "sql/inventory/1_new.sql", "", "a");
        List<FileStatus> statuses = List.of(
                new FileStatus("1_new.sql", FileState.OUT_OF_ORDER, file, null),
                new FileStatus("1_old.sql", FileState.MISSING, null, row("1_old.sql", true, null)));
        Map<String, List<String>> ways = new WaysOut(INVENTORY, statuses).all();
        assertThat(ways.get("1_new.sql"))
                .isEqualTo(ways.get("1_old.sql"))
                .first()
                .asString()
                .contains("git mv");
    }

    private static List<String> failed(String error, String checksum) {
        MigrationFile file = new MigrationFile("1_a.sql", "sql/inventory/1_a.sql", "", checksum);
        FileStatus status = new FileStatus("1_a.sql", FileState.FAILED, file, row("1_a.sql", false, error));
        return new WaysOut(INVENTORY, List.of(status)).all().getOrDefault("1_a.sql", List.of());
    }

    private static HistoryRow row(String name, boolean success, @Nullable String error) {
        OffsetDateTime at = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        return new HistoryRow(1, name, 1, "a", at, "dba", 1, success, error, null, true);
    }
}
