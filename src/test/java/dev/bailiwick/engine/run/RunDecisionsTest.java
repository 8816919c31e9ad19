package dev.bailiwick.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.engine.run.RunDecisions.Answer;
import dev.bailiwick.engine.run.RunDecisions.Next;
import dev.bailiwick.engine.run.RunDecisions.Way;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes next in a run, for every way of sending and every answer. */
class RunDecisionsTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void everyAnswerHasANextStep(Way way) {
        for (Answer answer : Answer.values()) {
            assertThat(RunDecisions.next(way, answer)).as(way + " " + answer).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothingButDoneGoesOn(Way way) {
        for (Answer answer : Answer.values()) {
            assertThat(RunDecisions.next(way, answer) == Next.GO_ON)
                    .as(way + " " + answer)
                    .isEqualTo(answer == Answer.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherRunnerIsWaitedForAndAnotherHistoryPlannedFrom(Way way) {
        assertThat(RunDecisions.next(way, Answer.BUSY)).isEqualTo(Next.WAIT);
        assertThat(RunDecisions.next(way, Answer.STALE)).isEqualTo(Next.PLAN_AGAIN);
    }

    /** What several files share to save time says nothing of a failure: that is left to the file by itself. */
    @Test
    void whatIsSharedToSaveTimeFailsSilently() {
        for (Way way : EnumSet.of(Way.GROUP, Way.AT_ONCE)) {
            for (Answer answer : Answer.values()) {
                assertThat(RunDecisions.next(way, answer))
                        .as(way + " " + answer)
                        .isNotIn(Next.STOP, Next.RETRY);
            }
        }
    }

    /** A run ends: what is sent otherwise is sent more closely each time, and never as before. */
    @Test
    void everyChangeOfTheWayComesCloserToAnEnd() {
        Map<Next, Set<Way>> leadsTo = new EnumMap<>(Map.of(
                Next.ONE_BY_ONE, EnumSet.of(Way.FILE, Way.FILE_WATCHED, Way.TOGETHER, Way.TOGETHER_JUDGED),
                Next.UNPREPARE, EnumSet.of(Way.FILE_UNPREPARED),
                Next.JUDGE_EACH, EnumSet.of(Way.TOGETHER_JUDGED),
                Next.WATCH, EnumSet.of(Way.FILE_WATCHED, Way.TOGETHER_WATCHED)));
        Map<Way, Integer> rank = Map.of(
                Way.GROUP,
                0,
                Way.MESSAGE,
                1,
                Way.AT_ONCE,
                1,
                Way.FILE,
                2,
                Way.TOGETHER,
                2,
                Way.FILE_UNPREPARED,
                3,
                Way.TOGETHER_JUDGED,
                3,
                Way.FILE_WATCHED,
                4,
                Way.TOGETHER_WATCHED,
                4,
                Way.OUTSIDE,
                5);
        for (Way way : Way.values()) {
            for (Answer answer : Answer.values()) {
                for (Way then : leadsTo.getOrDefault(RunDecisions.next(way, answer), Set.of())) {
                    if (then.name().startsWith("FILE")
                                    == Set.of("GROUP", "MESSAGE").contains(way.name())
                            || then.name().split("_")[0].equals(way.name().split("_")[0])) {
                        assertThat(rank.get(then)).as(way + " " + answer).isGreaterThan(rank.get(way));
                    }
                }
            }
        }
    }

    @Test
    void anOutcomeMeansOneAnswer() {
        assertThat(RunDecisions.answer(new SectionResult.Locked())).isEqualTo(Answer.BUSY);
        assertThat(RunDecisions.answer(new SectionResult.StaleHistory())).isEqualTo(Answer.STALE);
        assertThat(RunDecisions.answer(new SectionResult.Unprepared())).isEqualTo(Answer.UNPREPARED);
        assertThat(RunDecisions.answer(new SectionResult.Unwatched())).isEqualTo(Answer.UNWATCHED);
        assertThat(RunDecisions.answer(new SectionResult.RolledBack())).isEqualTo(Answer.FAILED);
        assertThat(RunDecisions.answer(new SectionResult.Lost("gone"))).isEqualTo(Answer.FAILED);
        assertThat(RunDecisions.answer(new SectionResult.SequenceBehind("behind")))
                .isEqualTo(Answer.SEQUENCE);
    }
}
