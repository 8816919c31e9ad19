package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.script.MigrationFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpPlanTest {
    private static final String[] FOUR = {
        "20251205000001_create_enums.sql",
        "20251205000010_create_drugs.sql",
        "20251205000020_add_lots.sql",
        "20251205000020_add_units.sql",
    };

    private static List<String> names(UpPlan plan) {
        assertThat(plan.refusals()).isEmpty();
        return plan.files().stream().map(MigrationFile::filename).toList();
    }

    private static UpRequest to(String name) {
        return new UpRequest(name, null, false);
    }

    private static BailiwickException usage(Given given, UpRequest request) {
        BailiwickException e = catchThrowableOfType(BailiwickException.class, () -> given.up(request));
        assertThat(e).isNotNull();
        assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        return e;
    }

    private static Failure only(UpPlan plan) {
        assertThat(plan.refused()).isTrue();
        assertThat(plan.files()).isEmpty();
        assertThat(plan.refusals()).hasSize(1);
        return plan.refusals().get(0);
    }

    @Test
    void everythingPendingOrFailedRunsInOrder() {
        assertThat(names(
                        Given.files(FOUR).applied(1, FOUR[0]).failed(2, FOUR[1]).up(UpRequest.ALL)))
                .containsExactly(FOUR[1], FOUR[2], FOUR[3]);
    }

    @Test
    void nothingIsPlannedWhereAllIsApplied() {
        UpPlan plan = Given.files(FOUR)
                .applied(1, FOUR[0], FOUR[1])
                .manual(FOUR[2], FOUR[3])
                .up(UpRequest.ALL);
        assertThat(plan).isEqualTo(new UpPlan(List.of(), List.of(), List.of()));
        assertThat(plan.orThrow()).isSameAs(plan);
    }

    @Test
    void aFailedRowWithoutItsFileIsNotPlanned() {
        assertThat(names(Given.files(FOUR[0]).failed(1, FOUR[1]).up(UpRequest.ALL)))
                .containsExactly(FOUR[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20251205000010_create_drugs.sql",
                "sql/inventory/20251205000010_create_drugs.sql",
                "20251205000010_create_drugs",
                "20251205000010",
                "2025120500001",
                "20251205000010_cre",
            })
    void toIsInclusiveAndUnderstandsNamesPathsAndVersions(String typed) {
        assertThat(names(Given.files(FOUR).up(to(typed)))).containsExactly(FOUR[0], FOUR[1]);
    }

    @Test
    void aWholeVersionWinsOverTheBeginningOfAnother() {
        Given given = Given.files("001_a.sql", "0010_b.sql", "002_c.sql");
        assertThat(names(given.up(to("001")))).contains("001_a.sql").doesNotContain("002_c.sql");
        assertThat(names(given.up(to("0010")))).containsExactly("0010_b.sql");
    }

    @Test
    void aVersionOfTwoFilesIsAmbiguousAndBothAreListed() {
        assertThat(usage(Given.files(FOUR), to("20251205000020")))
                .hasMessage("--to 20251205000020 can mean 2 files in inventory: 20251205000020_add_lots.sql,"
                        + " 20251205000020_add_units.sql");
    }

    @Test
    void aLongListOfMeaningsIsCut() {
        Given given = Given.files("1_a.sql", "2_1.sql", "2_2.sql", "2_3.sql", "2_4.sql", "2_5.sql", "2_6.sql");
        assertThat(usage(given, to("2")))
                .hasMessage("--to 2 can mean 6 files in inventory: 2_1.sql, 2_2.sql, 2_3.sql, 2_4.sql, 2_5.sql and 1"
                        + " more");
    }

    @ParameterizedTest
    @CsvSource({
        "20251205000011, 20251205000010_create_drugs.sql",
        "20251205000010_creat_drug, 20251205000010_create_drugs.sql",
        "20251205000010_create_durgs.sql, 20251205000010_create_drugs.sql",
    })
    void anUnknownNameIsAnsweredWithTheNearest(String typed, String near) {
        BailiwickException e = usage(Given.files(FOUR), to(typed));
        assertThat(e).hasMessage("--to " + typed + " names no migration in inventory");
        assertThat(e.failures().get(0).next())
                .contains("did you mean " + near + "?")
                .endsWith("bailiwick status inventory");
    }

    @Test
    void anUnknownNameInAnEmptyDomainIsUnknown() {
        assertThat(usage(Given.files(), to("2025")).failures().get(0).next())
                .containsExactly("bailiwick status inventory");
    }

    @Test
    void anEmptyToIsNotTheBeginningOfEveryName() {
        assertThat(usage(Given.files(FOUR[0]), to(""))).hasMessage("--to is empty: it takes a file name or a version");
        assertThat(usage(Given.files(FOUR[0]), to("sql/inventory/")))
                .hasMessage("--to is empty: it takes a file name or a version");
    }

    @Test
    void toSomethingAppliedIsNothingToDoWithANote() {
        UpPlan plan = Given.files(FOUR).applied(1, FOUR[0], FOUR[1]).up(to("20251205000001"));
        assertThat(names(plan)).isEmpty();
        assertThat(plan.notes()).containsExactly(FOUR[0] + " is already applied in inventory");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "99, 4"})
    void countStopsAfterSoMany(int count, int files) {
        assertThat(names(Given.files(FOUR).up(new UpRequest(null, count, false))))
                .hasSize(files)
                .startsWith(FOUR[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aCountBelowOneIsAMistake(int count) {
        assertThat(usage(Given.files(FOUR), new UpRequest(null, count, false)))
                .hasMessage("--count " + count + " applies nothing: it counts files, from 1");
    }

    @Test
    void toAndCountTogetherAreAMistake() {
        assertThat(usage(Given.files(FOUR), new UpRequest("2025", 1, false)))
                .hasMessage("--to and --count both say where to stop: give one of them");
    }

    @Test
    void anEditedFileIsRefused() {
        Failure refusal = only(Given.files("001_a.sql").edited(3, "001_a.sql").up(UpRequest.ALL));
        String was = Given.file("", "as it was").checksum();
        String is = Given.file("", "001_a.sql").checksum();
        assertThat(refusal.what()).isEqualTo("sql/inventory/001_a.sql was edited after it was applied");
        assertThat(refusal.state())
                .isEqualTo("applied on 2025-12-05 03:15:30Z by app_owner in batch 3 with checksum " + was
                        + ", and the file's is " + is + " now; nothing was run in inventory");
        assertThat(refusal.next())
                .containsExactly(
                        "take the edit back: git checkout -- sql/inventory/001_a.sql",
                        "or write a new migration that makes the change",
                        "or, where the database already is as the file says now: bailiwick repair inventory 001_a.sql");
    }

    @Test
    void namesThatAShellWouldTearApartAreQuoted() {
        assertThat(only(Given.files("001_a b's ยา.sql")
                                .edited(1, "001_a b's ยา.sql")
                                .up(UpRequest.ALL))
                        .next()
                        .get(0))
                .endsWith("git checkout -- 'sql/inventory/001_a b'\\''s ยา.sql'");
        assertThat(ShellCommand.of("bailiwick", "mark", "001_ยาที่.sql", ""))
                .isEqualTo("bailiwick mark 001_ยาที่.sql ''");
    }

    @Test
    void aMissingFileIsRefused() {
        Failure refusal = only(
                Given.files("002_b.sql").applied(1, "001_a.sql", "002_b.sql").up(UpRequest.ALL));
        assertThat(refusal.what()).isEqualTo("sql/inventory/001_a.sql is applied, and the file is missing");
        assertThat(refusal.state())
                .isEqualTo("applied on 2025-12-05 03:15:30Z by app_owner in batch 1; nothing was run in inventory");
        assertThat(refusal.next())
                .containsExactly(
                        "bring the file back: git checkout -- sql/inventory/001_a.sql",
                        "or, where nothing of it stands in the database any more: bailiwick mark inventory 001_a.sql"
                                + " --pending");
    }

    @Test
    void anEmptyFolderIsNotTakenForAnOlderRelease() {
        Failure refusal = only(Given.files().applied(1, "001_a.sql").up(UpRequest.ALL));
        assertThat(refusal.state()).doesNotContain("older release");
        assertThat(refusal.next()).noneMatch(next -> next.contains("rollback"));
    }

    @Test
    void missingFilesBehindAllOthersMeanAnOlderRelease() {
        Given given = Given.files("001_a.sql", "002_b.sql")
                .applied(1, "001_a.sql", "002_b.sql")
                .applied(2, "003_c.sql", "004_d.sql");
        UpPlan accepted = given.up(UpRequest.ALL);
        assertThat(accepted.refused()).isFalse();
        assertThat(accepted.notes())
                .containsExactly("the history of inventory has 2 newer files, the newest 004_d.sql: an older release is"
                        + " deployed, and nothing is run in inventory");
        UpPlan plan = given.upRefusingNewer();
        assertThat(plan.refusals()).hasSize(2).allSatisfy(refusal -> {
            assertThat(refusal.state())
                    .contains("; the history is newer than the files, as if an older release were deployed");
            assertThat(refusal.next())
                    .containsExactly(
                            "deploy the newer files",
                            "or let the older files be, and run nothing: bailiwick migrate inventory --newer-history"
                                    + " accept",
                            "or go back to what is here: bailiwick rollback inventory --to 002_b.sql",
                            "or, where nothing of it stands in the database any more: "
                                    + refusal.what()
                                            .replaceAll(".*/(\\S+) is .*", "bailiwick mark inventory $1 --pending"));
        });
        assertThatThrownBy(plan::orThrow)
                .isInstanceOf(BailiwickException.class)
                .hasMessage("sql/inventory/003_c.sql is applied, and the file is missing; sql/inventory/004_d.sql is"
                        + " applied, and the file is missing")
                .extracting("exitCode")
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void theRollbackThatIsProposedTakesEveryMissingFileBack() {
        // 001 came late, out of order: stopping at it, or at the greatest name, would leave 003 in place.
        Given given = Given.files("000_z.sql", "001_a.sql", "002_b.sql")
                .applied(1, "000_z.sql", "003_c.sql")
                .applied(2, "002_b.sql", "001_a.sql", "004_d.sql");
        assertThat(given.upRefusingNewer().refusals()).hasSize(2).allSatisfy(refusal -> assertThat(refusal.next())
                .contains("or go back to what is here: bailiwick rollback inventory --to 000_z.sql"));
        assertThat(given.down(new DownRequest.To("000_z.sql")).steps()).hasSize(4);
    }

    @Test
    void whereNothingWasAppliedBeforeTheMissingFilesNoRollbackIsProposed() {
        assertThat(only(Given.files("001_a.sql")
                                .applied(1, "002_b.sql", "001_a.sql")
                                .upRefusingNewer())
                        .next())
                .containsExactly(
                        "deploy the newer files",
                        "or let the older files be, and run nothing: bailiwick migrate inventory --newer-history accept",
                        "or, where nothing of it stands in the database any more:"
                                + " bailiwick mark inventory 002_b.sql --pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"002_B.sql", "002_b", "002_B.SQL", " 002_b.sql", "sql/inventory/002_b.sql"})
    void aRowUnderAnotherSpellingIsRecognised(String spelling) {
        UpPlan plan = Given.files("001_a.sql", "002_b.sql")
                .applied(1, "001_a.sql")
                .manual(spelling)
                .up(UpRequest.ALL);
        Failure refusal = plan.refusals().stream()
                .filter(r -> r.what().contains("missing") || r.what().contains("no file can have that name"))
                .findFirst()
                .orElseThrow();
        assertThat(refusal.state())
                .isEqualTo("put into the history by hand on 2025-12-05 03:15:30Z by app_owner; the history writes"
                        + " the name otherwise than the file: 002_b.sql; nothing was run in inventory");
        assertThat(refusal.next())
                .containsExactly(
                        "bailiwick mark inventory 002_b.sql --applied",
                        "then: " + ShellCommand.of("bailiwick", "mark", "inventory", spelling, "--pending"));
    }

    @Test
    void aRenamedFileIsRecognisedByItsContent() {
        Given given = Given.files("001_a.sql", "003_new name.sql")
                .applied(1, "001_a.sql")
                .row("002_old.sql", 1, Given.file("", "003_new name.sql").checksum(), true, null);
        Failure refusal = only(given.up(UpRequest.ALL));
        assertThat(refusal.state()).contains("; 003_new name.sql has the same content: it seems to be renamed;");
        assertThat(refusal.next())
                .containsExactly(
                        "give it its old name: git mv 'sql/inventory/003_new name.sql' sql/inventory/002_old.sql",
                        "or let the history follow: bailiwick mark inventory '003_new name.sql' --applied && bailiwick"
                                + " mark inventory 002_old.sql --pending");
    }

    @Test
    void aHalfDoneFileGoesOnBeforeWhatIsPending() {
        Given given = Given.files("001_a.sql", "002_b.sql").partial(1, "001_a.sql", 1);

        assertThat(names(given.up(UpRequest.ALL))).containsExactly("001_a.sql", "002_b.sql");
        assertThat(given.statuses().get(0).resume()).isEqualTo(new Resume(1, "ERROR 42601: syntax error\nat line 3"));
        assertThat(given.statuses().get(1).resume()).isEqualTo(Resume.START);
    }

    @Test
    void aHalfDoneFileThatIsGoneIsRefusedToo() {
        assertThat(only(Given.files().partial(1, "001_a.sql", 1).up(UpRequest.ALL))
                        .what())
                .isEqualTo("sql/inventory/001_a.sql ran outside a transaction and did not finish, and the file is"
                        + " missing");
    }

    @Test
    void outOfOrderIsRefusedOrLetThrough() {
        Given given = Given.files("001_a.sql", "002_b.sql", "003_c.sql", "004_d.sql")
                .failed(1, "002_b.sql")
                .applied(2, "003_c.sql");
        List<Failure> refusals = given.up(UpRequest.ALL).refusals();
        assertThat(refusals)
                .extracting(Failure::what)
                .containsExactly(
                        "sql/inventory/001_a.sql is out of order: it sorts before 003_c.sql, which is applied",
                        "sql/inventory/002_b.sql is out of order: it sorts before 003_c.sql, which is applied");
        assertThat(refusals)
                .extracting(Failure::state)
                .containsExactly(
                        "it was never applied; nothing was run in inventory",
                        "it failed and was rolled back; nothing was run in inventory");
        assertThat(refusals.get(0).next())
                .containsExactly(
                        "rename sql/inventory/001_a.sql so that it sorts last",
                        "or, where the database already has what it does: bailiwick mark inventory 001_a.sql"
                                + " --applied",
                        "or, where nothing behind it is in its way, apply it all the same: bailiwick migrate inventory"
                                + " --allow-out-of-order");
        assertThat(names(given.up(new UpRequest(null, null, true))))
                .containsExactly("001_a.sql", "002_b.sql", "004_d.sql");
        assertThat(names(given.up(new UpRequest("002", null, true)))).containsExactly("001_a.sql", "002_b.sql");
        assertThat(names(given.up(new UpRequest("003", null, true)))).containsExactly("001_a.sql", "002_b.sql");
    }

    @Test
    void everyOffendingFileIsNamedAtOnceHoweverLittleWasAskedFor() {
        Given given = Given.files("001_a.sql", "002_b.sql", "003_c.sql", "004_d.sql", "005_e.sql")
                .edited(1, "001_a.sql")
                .applied(1, "0015_gone.sql")
                .applied(1, "003_c.sql")
                .partial(2, "0045_gone.sql", 3);
        for (UpRequest request : List.of(UpRequest.ALL, to("005"), to("001"), new UpRequest(null, 1, false))) {
            UpPlan plan = given.up(request);
            assertThat(plan.files()).isEmpty();
            assertThat(plan.refusals())
                    .extracting(Failure::what)
                    .satisfiesExactly(
                            what -> assertThat(what).contains("0015_gone.sql is applied, and the file is missing"),
                            what -> assertThat(what).contains("001_a.sql was edited"),
                            what -> assertThat(what).contains("002_b.sql is out of order"),
                            what -> assertThat(what).contains("0045_gone.sql ran outside a transaction"));
        }
        assertThat(given.up(new UpRequest(null, null, true)).refusals()).hasSize(3);
    }
}
