package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownPlanTest {
    private static final DownRequest LAST = new DownRequest.LastBatch();
    private static final DownRequest ALL = new DownRequest.All();

    /** Batches 1 (a, b), 2 (d), 3 (c, e): c came late; f failed in batch 4. */
    private static Given three() {
        return Given.files("1_a.sql", "2_b.sql", "3_c.sql", "4_d.sql", "5_e.sql", "6_f.sql", "7_g.sql")
                .applied(1, "1_a.sql", "2_b.sql")
                .applied(2, "4_d.sql")
                .applied(3, "3_c.sql", "5_e.sql")
                .failed(4, "6_f.sql");
    }

    private static List<String> names(DownPlan plan) {
        assertThat(plan.refusals()).isEmpty();
        return plan.steps().stream().map(step -> step.row().filename()).toList();
    }

    private static void assertUsage(Given given, DownRequest request, String message) {
        BailiwickException e = catchThrowableOfType(BailiwickException.class, () -> given.down(request));
        assertThat(e).hasMessage(message);
        assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theLastBatchGoesNewestFirstAndFailedRowsDoNotCount() {
        DownPlan plan = three().down(LAST);
        assertThat(names(plan)).containsExactly("5_e.sql", "3_c.sql");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void stepsGoByTheOrderOfApplication() {
        assertThat(names(three().down(new DownRequest.Steps(3)))).containsExactly("5_e.sql", "3_c.sql", "4_d.sql");
    }

    @Test
    void moreStepsThanThereAreTakeAllBackWithANote() {
        DownPlan plan = three().down(new DownRequest.Steps(6));
        assertThat(names(plan)).hasSize(5);
        assertThat(plan.notes()).containsExactly("no more than 5 applied in inventory: all go");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void stepsBelowOneAreAMistakeEvenWhereNothingIsApplied(int steps) {
        String message = "--steps " + steps + " takes nothing back: it counts migrations, from 1";
        assertUsage(three(), new DownRequest.Steps(steps), message);
        assertUsage(Given.files(), new DownRequest.Steps(steps), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4_d.sql", "4", "4_d", "sql/inventory/4_d.sql"})
    void toTakesBackWhatWasAppliedAfterTheNamedOne(String name) {
        assertThat(names(three().down(new DownRequest.To(name)))).containsExactly("5_e.sql", "3_c.sql");
    }

    @Test
    void toTheLastOneIsNothingToDo() {
        DownPlan plan = three().down(new DownRequest.To("5"));
        assertThat(names(plan)).isEmpty();
        assertThat(plan.notes()).containsExactly("5_e.sql was applied last in inventory, and stays");
    }

    @Test
    void toMustBeAppliedAndKnown() {
        assertUsage(
                three(),
                new DownRequest.To("7"),
                "--to 7_g.sql is not applied in inventory: a rollback stops at one that is");
        assertUsage(
                three(),
                new DownRequest.To("6"),
                "--to 6_f.sql is not applied in inventory: a rollback stops at one that is");
        assertUsage(three(), new DownRequest.To("8"), "--to 8 names no migration in inventory");
        assertUsage(Given.files(), new DownRequest.To("8"), "--to 8 names no migration in inventory");
    }

    @Test
    void anOlderBatchMayGoWhileLaterOnesStandAndThatIsNoted() {
        DownPlan plan = three().down(new DownRequest.Batch(1));
        assertThat(names(plan)).containsExactly("2_b.sql", "1_a.sql");
        assertThat(plan.notes()).containsExactly("applied later, and left as it is: 5_e.sql, 3_c.sql, 4_d.sql");
    }

    @Test
    void aLongNoteIsCut() {
        Given given =
                Given.files().applied(1, "0.sql").applied(2, "1.sql", "2.sql", "3.sql", "4.sql", "5.sql", "6.sql");
        assertThat(given.down(new DownRequest.Batch(1)).notes())
                .containsExactly("applied later, and left as it is: 6.sql, 5.sql, 4.sql, 3.sql, 2.sql and 1 more");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4, 99})
    void aBatchThatIsNotThereIsAMistake(int batch) {
        assertUsage(
                three(),
                new DownRequest.Batch(batch),
                "nothing of batch " + batch + " is applied in inventory; batches there: 1, 2, 3");
        assertUsage(
                Given.files("1_a.sql").manual("1_a.sql"),
                new DownRequest.Batch(batch),
                "nothing of batch " + batch + " is applied in inventory; batches there: none");
    }

    @Test
    void allGoesBackToTheFirst() {
        assertThat(names(three().down(ALL))).containsExactly("5_e.sql", "3_c.sql", "4_d.sql", "2_b.sql", "1_a.sql");
    }

    @Test
    void rowsPutInByHandBelongToNoBatch() {
        Given given = Given.files("1_a.sql", "2_b.sql").manual("1_a.sql", "2_b.sql");
        assertThat(names(given.down(LAST))).isEmpty();
        assertThat(given.down(LAST).notes())
                .containsExactly(
                        "what is applied in inventory was put into the history by hand or taken over, and belongs to no batch;"
                                + " to take it back all the same: bailiwick rollback inventory --steps 1");
        assertThat(names(given.down(new DownRequest.Steps(1)))).containsExactly("2_b.sql");
        assertThat(names(given.down(ALL))).containsExactly("2_b.sql", "1_a.sql");
    }

    @Test
    void aRowPutInByHandAfterTheLastBatchStandsAndIsNoted() {
        DownPlan plan = Given.files("1_a.sql", "2_b.sql")
                .applied(1, "1_a.sql")
                .manual("2_b.sql")
                .down(LAST);
        assertThat(names(plan)).containsExactly("1_a.sql");
        assertThat(plan.notes()).containsExactly("applied later, and left as it is: 2_b.sql");
    }

    @Test
    void nothingAppliedIsNothingToDo() {
        for (DownRequest request : List.of(LAST, ALL, new DownRequest.Steps(1))) {
            DownPlan plan = Given.files("1_a.sql").failed(1, "1_a.sql").down(request);
            assertThat(names(plan)).isEmpty();
            assertThat(plan.notes()).containsExactly("nothing is applied in inventory");
        }
    }

    @Test
    void editedAndMissingFilesDoNotStandAgainstARollback() {
        DownPlan plan = Given.files("1_a.sql")
                .edited(1, "1_a.sql")
                .applied(1, "2_gone.sql")
                .down(ALL);
        assertThat(names(plan)).containsExactly("2_gone.sql", "1_a.sql");
        assertThat(plan.steps().get(0).file()).isNull();
        assertThat(plan.steps().get(1).file()).isNotNull();
    }

    @Test
    void aHalfDoneFileAnywhereInTheDomainStandsAgainstEveryRollback() {
        Given given = three().partial(5, "7_g.sql", 1).partial(5, "8_gone.sql", 1);
        for (DownRequest request :
                List.of(LAST, ALL, new DownRequest.Steps(1), new DownRequest.Batch(1), new DownRequest.To("1"))) {
            DownPlan plan = given.down(request);
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.refusals())
                    .extracting(Failure::what)
                    .containsExactly(
                            "sql/inventory/7_g.sql ran outside a transaction and did not finish",
                            "sql/inventory/8_gone.sql ran outside a transaction and did not finish, and the file is"
                                    + " missing");
            assertThatThrownBy(plan::orThrow)
                    .isInstanceOf(BailiwickException.class)
                    .extracting("exitCode")
                    .isEqualTo(ExitCode.REFUSED);
        }
    }
}
