package dev.bailiwick.othertools.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.history.Adoption.LeftOut;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.MigrationFile;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryMatchingTest {
    private final Map<String, List<MigrationFile>> files = new LinkedHashMap<>();
    private final List<Map<String, String>> rows = new ArrayList<>();

    private void file(String domain, String name, String text) {
        files.computeIfAbsent(domain, d -> new ArrayList<>())
                .add(new MigrationFile(name, "sql/" + domain + "/" + name, text, ""));
    }

    private void ours(String... names) {
        for (String name : names) {
            file("inventory", name, "");
        }
    }

    private void flyway(String version, String words, String type, boolean success) {
        rows.add(Map.of(
                "version",
                version,
                "description",
                words.replace('_', ' '),
                "script",
                (version.isEmpty() ? "R" : "V" + version) + "__" + words + ".sql",
                "type",
                type,
                "success",
                Boolean.toString(success)));
    }

    private void flyway(String version, String words) {
        flyway(version, words, "SQL", true);
    }

    private HistoryMatching matching(OtherTool tool, String... ignored) {
        return new HistoryMatching("inventory", files, OtherToolRows.of(tool, rows, ZoneId.of("UTC")), Set.of(ignored));
    }

    private List<String> names(HistoryMatching matching) {
        return matching.files().stream().map(MigrationFile::filename).toList();
    }

    @Test
    void theFirstLineOfAFileGoesBeforeItsVersion() {
        file("inventory", "00100_a.sql", "-- Taken over from flyway: V1__a.sql\n");
        file("inventory", "00102_b.sql", "-- Taken over from flyway: V1.2__b.sql\n");
        file("inventory", "10000_c.sql", "-- Taken over from flyway: V100__c.sql\n");
        flyway("1", "a");
        flyway("1.2", "b");
        flyway("100", "c");
        assertThat(names(matching(OtherTool.FLYWAY))).containsExactly("00100_a.sql", "00102_b.sql", "10000_c.sql");
    }

    @Test
    void withDotsInTheNumberingANumberAloneProvesNothing() {
        ours("0100_x.sql", "0102_y.sql");
        flyway("1", "a");
        flyway("1.2", "b");
        flyway("100", "c");
        HistoryMatching matching = matching(OtherTool.FLYWAY);
        assertThat(matching.files()).isEmpty();
        assertThat(matching.unmatched()).extracting(LeftOut::entry).containsExactly("1", "1.2", "100");
    }

    @Test
    void aNameDecidesWhereVersionsAreOfAnotherKind() {
        ours("20260101000001_create_drugs.sql", "20260101000002_create_lots.sql");
        flyway("1", "create_drugs");
        flyway("2", "create_lots");
        assertThat(names(matching(OtherTool.FLYWAY)))
                .containsExactly("20260101000001_create_drugs.sql", "20260101000002_create_lots.sql");
    }

    @Test
    void aNameThatTwoFilesHaveDecidesNothing() {
        ours("20260101_fix.sql", "20260102_fix.sql");
        flyway("7", "fix");
        assertThat(matching(OtherTool.FLYWAY).unmatched())
                .containsExactly(new LeftOut(
                        "7", "it could be sql/inventory/20260101_fix.sql or sql/inventory/20260102_fix.sql"));
    }

    @Test
    void theNameInAnotherDomainGoesBeforeTheBareVersionInThisOne() {
        ours("001_create_drugs.sql");
        file("public", "001_create_users.sql", "");
        flyway("1", "create_users");
        flyway("2", "create_drugs");
        HistoryMatching matching = matching(OtherTool.FLYWAY);
        assertThat(names(matching)).containsExactly("001_create_drugs.sql");
        assertThat(matching.leftOut()).containsExactly(new LeftOut("1", "is sql/public/001_create_users.sql"));
    }

    @Test
    void whatTwoEntriesClaimIsLeftToAPerson() {
        ours("001_create_drugs.sql");
        flyway("1", "create_drugs");
        flyway("9", "create_drugs");
        assertThat(matching(OtherTool.FLYWAY).unmatched())
                .containsExactly(new LeftOut("9", "it could be sql/inventory/001_create_drugs.sql, as could 1"));
        assertThat(matching(OtherTool.FLYWAY, "9").unmatched()).isEmpty();
    }

    @Test
    void whatWasUndoneOrFailedDoesNotCount() {
        ours("001_a.sql", "002_b.sql", "003_c.sql", "004_d.sql");
        flyway("1", "a");
        flyway("2", "b");
        flyway("2", "b", "UNDO_SQL", true);
        flyway("3", "c", "SQL", false);
        flyway("4", "d");
        flyway("4", "d", "DELETE", true);
        HistoryMatching matching = matching(OtherTool.FLYWAY);
        assertThat(names(matching)).containsExactly("001_a.sql");
        assertThat(matching.leftOut()).extracting(LeftOut::entry).containsExactly("2", "3", "4");
        assertThat(matching.unmatched()).isEmpty();
    }

    @Test
    void aFailureBehindWhatWasAppliedIsDoubtful() {
        ours("001_a.sql", "002_b.sql", "003_c.sql");
        flyway("1", "a");
        flyway("2", "b");
        flyway("2", "b", "UNDO_SQL", false);
        flyway("3", "c");
        flyway("3", "c", "SQL", false);
        HistoryMatching matching = matching(OtherTool.FLYWAY);
        assertThat(names(matching)).containsExactly("001_a.sql");
        assertThat(matching.doubtful()).containsExactly("2", "3");
        assertThat(matching.leftOut()).isEmpty();
        HistoryMatching ignored = matching(OtherTool.FLYWAY, "2", "3");
        assertThat(ignored.doubtful()).isEmpty();
        assertThat(ignored.leftOut()).extracting(LeftOut::entry).containsExactly("2", "3");
        flyway("3", "c");
        assertThat(matching(OtherTool.FLYWAY).doubtful()).containsExactly("2");
    }

    @Test
    void whatIsBeforeTheHighWaterMarkCountsThoughTheMarkIsIgnored() {
        ours("000001_a.sql", "000002_b.sql", "000004_d.sql");
        rows.add(Map.of("version", "3", "dirty", "false"));
        assertThat(names(matching(OtherTool.GOLANG_MIGRATE))).containsExactly("000001_a.sql", "000002_b.sql");
        HistoryMatching ignored = matching(OtherTool.GOLANG_MIGRATE, "3");
        assertThat(names(ignored)).containsExactly("000001_a.sql", "000002_b.sql");
        assertThat(ignored.unmatched()).isEmpty();
        ours("000003_c.sql");
        assertThat(names(matching(OtherTool.GOLANG_MIGRATE, "3"))).containsExactly("000001_a.sql", "000002_b.sql");
    }

    @Test
    void whatWasUndoneAndDoneAgainCounts() {
        ours("001_a.sql");
        flyway("1", "a");
        flyway("1", "a", "UNDO_SQL", true);
        flyway("1", "a");
        assertThat(names(matching(OtherTool.FLYWAY))).containsExactly("001_a.sql");
    }

    @Test
    void aBaselineCoversWhatIsNotNamedItself() {
        ours("001_a.sql", "002_b.sql", "003_c.sql", "004_d.sql");
        flyway("2", "<< Flyway Baseline >>", "BASELINE", true);
        flyway("3", "c");
        assertThat(names(matching(OtherTool.FLYWAY))).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
    }

    @Test
    void oneVersionStandsForAllBeforeItOnlyWhereAFileHasIt() {
        ours("000001_a.sql", "000002_b.sql");
        rows.add(Map.of("version", "3", "dirty", "false"));
        assertThat(matching(OtherTool.GOLANG_MIGRATE).unmatched())
                .containsExactly(new LeftOut(
                        "3", "no file here has this version; files of versions before it count as applied"));
        ours("000003_c.sql", "000004_d.sql");
        assertThat(names(matching(OtherTool.GOLANG_MIGRATE)))
                .containsExactly("000001_a.sql", "000002_b.sql", "000003_c.sql");
    }

    @Test
    void aChangeThatWasReworkedIsLeftToAPerson() {
        ours("001_a.sql");
        rows.add(Map.of("change", "a", "project", "inventory"));
        rows.add(Map.of("change", "a", "project", "inventory"));
        assertThat(matching(OtherTool.SQITCH).unmatched())
                .extracting(LeftOut::entry)
                .containsExactly("inventory:a#2");
    }

    @Test
    void whatBeginsAlikeIsIgnoredTogether() {
        rows.add(Map.of("change", "a", "project", "hr"));
        rows.add(Map.of("change", "b", "project", "hr"));
        HistoryMatching matching = matching(OtherTool.SQITCH, "hr:*");
        assertThat(matching.unmatched()).isEmpty();
        assertThat(matching.leftOut()).extracting(LeftOut::entry).containsExactly("hr:a", "hr:b");
    }

    @Test
    void aVersionAloneIsTakenWhereNothingSpeaksAgainstIt() {
        ours("001_create_medicines.sql");
        flyway("1", "create_drugs");
        assertThat(names(matching(OtherTool.FLYWAY))).containsExactly("001_create_medicines.sql");
    }

    @Test
    void aFileThatCameFromAnotherOneIsNoCandidate() {
        file("inventory", "004_create_lots.sql", "-- Taken over from flyway: V4__create_lots.sql\n");
        file("inventory", "005_create_lots.sql", "-- Taken over from flyway: V5__create_lots.sql\n");
        flyway("3", "create_lots");
        assertThat(matching(OtherTool.FLYWAY).unmatched())
                .containsExactly(new LeftOut(
                        "3",
                        "of the files here sql/inventory/004_create_lots.sql is like it, but was taken over from"
                                + " V4__create_lots.sql"));
    }

    @Test
    void anotherChangesetOfTheSameFileIsNoCandidate() {
        file("inventory", "001_drugs.sql", "-- Taken over from liquibase: changes/001.sql::drugs::somchai\n");
        file("inventory", "002_forms.sql", "-- Taken over from liquibase: changes/001.sql::forms::somchai\n");
        for (String id : List.of("drugs", "forms", "units")) {
            rows.add(Map.of(
                    "id", id, "author", "somchai", "filename", "classpath:db/changes/001.sql", "exectype", "EXECUTED"));
        }
        HistoryMatching matching = matching(OtherTool.LIQUIBASE);
        assertThat(names(matching)).containsExactly("001_drugs.sql", "002_forms.sql");
        assertThat(matching.unmatched())
                .extracting(LeftOut::entry)
                .containsExactly("classpath:db/changes/001.sql::units::somchai");
        assertThat(matching.unmatched().get(0).why()).doesNotContain("could be");
    }

    /** What another tool's first line says, says nothing about this tool's entries. */
    @Test
    void aFileThatCameFromAnotherToolStaysACandidate() {
        file("inventory", "001_create_drugs.sql", "-- Taken over from diesel: 2026-01-05-000000_create_drugs/up.sql\n");
        flyway("1", "create_drugs");
        assertThat(names(matching(OtherTool.FLYWAY))).containsExactly("001_create_drugs.sql");
    }
}
