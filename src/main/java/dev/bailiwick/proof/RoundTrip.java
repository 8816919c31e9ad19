package dev.bailiwick.proof;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.setup.SingleFileRun;
import dev.bailiwick.engine.setup.SingleFileRun.Leg;
import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.report.FileProof;
import dev.bailiwick.model.report.FileProof.Verdict;
import java.util.List;
import java.util.Set;

/** The way of one file down and up again, and what it comes to. */
final class RoundTrip {
    /** Nothing can be said of a file then. */
    private static final Set<ExitCode> NO_VERDICT = Set.of(ExitCode.UNREACHABLE, ExitCode.INTERRUPTED);

    private RoundTrip() {}

    /**
     * Takes an applied file back and applies it again.
     *
     * @param before what was there before it was applied
     * @param after what is there now
     * @param milliseconds that it has taken so far
     */
    static FileProof of(SingleFileRun walk, Leg leg, CatalogDescription before, CatalogDescription after, long milliseconds) {
        SectionRun down = leg.down();
        if (down == null) {
            Verdict verdict = leg.irreversible() ? Verdict.IRREVERSIBLE : Verdict.NO_WAY_DOWN;
            return FileProof.of(leg.domain(), leg.path(), verdict, List.of());
        }
        Verdict stage = Verdict.DOWN_FAILS;
        List<CatalogChange> left = List.of();
        List<CatalogChange> again = List.of();
        long taken = milliseconds;
        try {
            taken += walk.go(down).milliseconds();
            left = CatalogComparison.of(before, walk.describe());
            stage = Verdict.UP_AGAIN_FAILS;
            taken += walk.go(leg.up()).milliseconds();
            again = CatalogComparison.of(after, walk.describe());
        } catch (BailiwickException e) {
            judge(e);
            return new FileProof(leg.domain(), leg.path(), stage, left, again, e.failures(), taken);
        }
        Verdict verdict = CatalogChange.differ(left) || CatalogChange.differ(again) ? Verdict.DIFFERS : Verdict.PROVED;
        return new FileProof(leg.domain(), leg.path(), verdict, left, again, List.of(), taken);
    }

    /** Ends the proof where its server is gone, or somebody wants an end. */
    static void judge(BailiwickException e) {
        if (NO_VERDICT.contains(e.exitCode())) {
            throw e;
        }
    }
}
