package dev.bailiwick.engine.run;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, after a section outside a transaction, what it has changed in other domains' schemas: it can't be rolled back, so
 * that is reported. Of sections in a transaction the guard knows.
 */
final class OtherDomainsCheck {
    private static final int SHOWN = 5;

    private final ProjectSession projectSession;
    private final SectionRun unit;
    private final @Nullable CatalogDescription before;

    /** Remembers what is there now. */
    OtherDomainsCheck(ProjectSession projectSession, SectionRun unit) {
        this.projectSession = projectSession;
        this.unit = unit;
        this.before = unit.section().transaction() || unit.domain().guard() == Guard.OFF ? null : now();
    }

    private CatalogDescription now() {
        List<Domain> domains = projectSession.project().domains();
        return new SchemaSnapshots(projectSession.session()).beyond(unit, domains);
    }

    /** Tells what is different now, wherever the session is still there to ask. */
    void report(SectionResult outcome) {
        if (before == null || !(outcome instanceof SectionResult.Done || outcome instanceof SectionResult.Stopped)) {
            return;
        }
        for (CatalogChange change : CatalogComparison.of(before, now())) {
            boolean meant =
                    unit.touches().stream().anyMatch(touched -> change.object().endsWith(" " + touched));
            if (!meant) {
                List<String> lines = change.lines();
                projectSession
                        .events()
                        .note("while " + unit.path() + " ran outside a transaction, " + change.object()
                                + " changed, which is beyond schema "
                                + unit.domain().schema() + ", and stands:\n"
                                + String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size())))
                                + (lines.size() > SHOWN ? "\n…" : ""));
            }
        }
    }
}
