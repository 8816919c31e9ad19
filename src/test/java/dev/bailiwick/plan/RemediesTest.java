package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemediesTest {
    private static final Domain INVENTORY = Domain.of("inventory", "sql/inventory", List.of(), true);

    @Test
    void ofWhatIsWellNothingIsSaid() {
        Given given = Given.files("1_a.sql", "2_b.sql").applied(1, "1_a.sql");
        assertThat(new Remedies(INVENTORY, given.statuses()).all()).isEmpty();
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
        Map<String, List<String>> ways = new Remedies(INVENTORY, statuses).all();
        assertThat(ways.get("1_new.sql"))
                .isEqualTo(ways.get("1_old.sql"))
                .first()
                .asString()
                .contains("git mv");
    }

    @Test
    void outOfOrderIsLetThroughOnlyWhereNothingElseIsWrong() {
        FileStatus late = new FileStatus(
                "0_late.sql",
                FileState.OUT_OF_ORDER,
                new MigrationFile("0_late.sql", "sql/inventory/0_late.sql", "", "b"),
                null);
        String through = "bailiwick migrate inventory --allow-out-of-order";
        assertThat(ways(INVENTORY, late)).hasSize(3).last().asString().contains(through);
        FileStatus gone = new FileStatus("1_gone.sql", FileState.MISSING, null, row("1_gone.sql", true, null));
        assertThat(new Remedies(INVENTORY, List.of(late, gone)).all().get("0_late.sql"))
                .hasSize(2)
                .noneMatch(way -> way.contains(through));
    }

    @Test
    void withoutGitItIsNotOffered() {
        Domain unpacked = Domain.of("inventory", "sql/inventory", List.of(), false);
        MigrationFile file = new MigrationFile("1_a.sql", "sql/inventory/1_a.sql", "", "b");
        assertThat(ways(unpacked, new FileStatus("1_a.sql", FileState.EDITED, file, row("1_a.sql", true, null))))
                .first()
                .isEqualTo("take the edit back (the text that was applied is in column source of"
                        + " inventory.schema_migrations)");
        assertThat(ways(unpacked, new FileStatus("1_a.sql", FileState.MISSING, null, row("1_a.sql", true, null))))
                .containsExactly(
                        "bring the file back (its text is in column source of inventory.schema_migrations)",
                        "or, where nothing of it stands in the database any more:"
                                + " bailiwick mark inventory 1_a.sql --pending");
    }

    @Test
    void theLastFileThatWasDeletedOnPurposeIsRolledBack() {
        MigrationFile first = new MigrationFile("1_a.sql", "sql/inventory/1_a.sql", "", "a");
        MigrationFile next = new MigrationFile("3_c.sql", "sql/inventory/3_c.sql", "", "c");
        HistoryRow last = new HistoryRow(
                2, "2_b.sql", 2, "b", OffsetDateTime.parse("2026-01-01T00:00:00Z"), "dba", 1, true, null, null, true);
        List<FileStatus> statuses = List.of(
                new FileStatus("1_a.sql", FileState.APPLIED, first, row("1_a.sql", true, null)),
                new FileStatus("2_b.sql", FileState.MISSING, null, last),
                new FileStatus("3_c.sql", FileState.PENDING, next, null));
        assertThat(new Remedies(INVENTORY, statuses).all().get("2_b.sql"))
                .containsExactly(
                        "bring the file back: git checkout -- sql/inventory/2_b.sql",
                        "or take it back: bailiwick rollback inventory --to 1_a.sql",
                        "or, where nothing of it stands in the database any more:"
                                + " bailiwick mark inventory 2_b.sql --pending");
    }

    private static List<String> ways(Domain domain, FileStatus status) {
        return new Remedies(domain, List.of(status)).all().getOrDefault(status.filename(), List.of());
    }

    private static List<String> failed(String error, String checksum) {
        MigrationFile file = new MigrationFile("1_a.sql", "sql/inventory/1_a.sql", "", checksum);
        FileStatus status = new FileStatus("1_a.sql", FileState.FAILED, file, row("1_a.sql", false, error));
        return new Remedies(INVENTORY, List.of(status)).all().getOrDefault("1_a.sql", List.of());
    }

    private static HistoryRow row(String name, boolean success, @Nullable String error) {
        OffsetDateTime at = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        return new HistoryRow(1, name, 1, "a", at, "dba", 1, success, error, null, true);
    }
}
