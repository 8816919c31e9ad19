package dev.bailiwick.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for every plan, whatever the files and the history are. */
class PlanPropertiesTest {
    private static final UpRequest EVEN_OUT_OF_ORDER = new UpRequest(null, null, true);
    private static final String[] LETTERS = {"a", "B", "_", " ", "ย", "\uFF21", "\uD83D\uDE00", "é"};

    private final Set<String> names = new HashSet<>();

    private String name(Random random) {
        String name;
        do {
            name = "%03d_%s%s.sql"
                    .formatted(
                            random.nextInt(20),
                            LETTERS[random.nextInt(LETTERS.length)],
                            LETTERS[random.nextInt(LETTERS.length)]);
        } while (!names.add(name));
        return name;
    }

    /** Some files, of which some are applied, marked or failed. */
    private Given some(Random random, boolean withOffenders) {
        List<String> all = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            all.add(name(random));
        }
        Given given = Given.files(all.toArray(String[]::new));
        for (String name : all) {
            switch (random.nextInt(withOffenders ? 8 : 5)) {
                case 0 -> given.applied(1 + random.nextInt(3), name);
                case 1 -> given.manual(name);
                case 2 -> given.failed(1, name);
                case 5 -> given.edited(1, name);
                case 6 -> given.partial(1, name, random.nextInt(3));
                case 7 -> given.applied(1, name(random));
                default -> {}
            }
        }
        return given;
    }

    private static Given apply(Given before, List<MigrationFile> plan) {
        Given after = Given.files(
                before.present().stream().map(MigrationFile::filename).toArray(String[]::new));
        Set<String> now = new HashSet<>();
        plan.forEach(file -> now.add(file.filename()));
        for (HistoryRow row : before.history().rows()) {
            if (!now.contains(row.filename())) {
                after.row(row.filename(), row.batch(), row.checksum(), row.success(), row.statementsDone());
            }
        }
        now.forEach(name -> after.applied(before.history().lastBatch() + 1, name));
        return after;
    }

    @RepeatedTest(300)
    void afterAPlanIsAppliedThereIsNothingToDo(RepetitionInfo info) {
        Given given = some(new Random(info.getCurrentRepetition()), false);
        UpPlan plan = given.up(EVEN_OUT_OF_ORDER);
        assertThat(plan.refusals()).isEmpty();
        Given after = apply(given, plan.files());
        assertThat(after.up(UpRequest.ALL)).isEqualTo(new UpPlan(List.of(), List.of(), List.of()));
        assertThat(after.up(EVEN_OUT_OF_ORDER).files()).isEmpty();
    }

    @RepeatedTest(300)
    void aPlanIsInByteOrderAndHoldsNothingApplied(RepetitionInfo info) {
        Given given = some(new Random(info.getCurrentRepetition()), true);
        Set<String> applied = new HashSet<>();
        given.history().rows().stream().filter(HistoryRow::success).forEach(row -> applied.add(row.filename()));
        List<String> plan = given.up(EVEN_OUT_OF_ORDER).files().stream()
                .map(MigrationFile::filename)
                .toList();
        assertThat(plan).noneMatch(applied::contains);
        for (List<String> list : List.of(
                plan, given.statuses().stream().map(FileStatus::filename).toList())) {
            for (int i = 1; i < list.size(); i++) {
                assertThat(Arrays.compareUnsigned(
                                list.get(i - 1).getBytes(UTF_8), list.get(i).getBytes(UTF_8)))
                        .isNegative();
            }
        }
    }

    @RepeatedTest(300)
    void aPlanIsRefusedExactlyWhereSomethingOffends(RepetitionInfo info) {
        Given given = some(new Random(info.getCurrentRepetition()), true);
        for (boolean allow : new boolean[] {false, true}) {
            long offenders = given.statuses().stream()
                    .filter(status -> switch (status.state()) {
                        case EDITED, MISSING -> true;
                        case PARTIAL -> !status.resumable();
                        case OUT_OF_ORDER -> !allow;
                        default -> false;
                    })
                    .count();
            UpPlan plan = given.up(new UpRequest(null, null, allow));
            assertThat(plan.refusals()).hasSize((int) offenders).doesNotHaveDuplicates();
            assertThat(plan.refusals()).allSatisfy(refusal -> {
                assertThat(refusal.what()).isNotBlank().doesNotEndWith(".");
                assertThat(refusal.state()).endsWith("nothing was run in inventory");
                assertThat(refusal.next()).isNotEmpty();
            });
            if (offenders > 0) {
                assertThat(plan.files()).isEmpty();
            }
        }
    }

    @RepeatedTest(100)
    void rollingAllBackTakesEachAppliedRowOnceNewestFirst(RepetitionInfo info) {
        Given given = some(new Random(info.getCurrentRepetition()), false);
        List<Long> ids = given.down(new DownRequest.All()).steps().stream()
                .map(step -> step.row().id())
                .toList();
        assertThat(ids).isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotHaveDuplicates();
        assertThat(ids).hasSize((int)
                given.history().rows().stream().filter(HistoryRow::success).count());
    }
}
