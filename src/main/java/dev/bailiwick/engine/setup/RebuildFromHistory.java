package dev.bailiwick.engine.setup;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.plan.DomainRequirements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds in an empty database what another one's history says was applied there, as it was applied; without its rows. */
public final class RebuildFromHistory {
    private final ProjectSession original;
    private final SingleFileRun copy;
    private final SectionRunPreparation preparation = new SectionRunPreparation();

    /** @param copy at an empty database that nobody else uses */
    public RebuildFromHistory(ProjectSession original, ProjectSession copy) {
        this.original = original;
        this.copy = new SingleFileRun(copy);
    }

    private record Applied(Domain domain, HistoryRow row) {}

    /**
     * Builds it.
     *
     * @throws BailiwickException exit 3 where the text of an applied file is not known, otherwise where one fails
     */
    public void run() {
        List<Domain> domains =
                DomainRequirements.of(original.project().domains()).order();
        Map<Domain, History> histories = LostHistoryCheck.read(original, domains);
        List<Applied> applied = new ArrayList<>();
        for (Domain domain : domains) {
            History history = histories.getOrDefault(domain, History.NONE);
            if (history.kept()) {
                copy.found(domain);
            }
            history.rows().stream().filter(HistoryRow::success).forEach(row -> applied.add(new Applied(domain, row)));
        }
        applied.sort(Comparator.comparing((Applied one) -> one.row().appliedAt())
                .thenComparing(one -> one.row().id()));
        Map<Domain, Map<String, Text>> sources = domains.stream()
                .filter(domain -> histories.getOrDefault(domain, History.NONE).kept())
                .collect(Collectors.toMap(domain -> domain, domain -> sources(domain, applied)));
        List<SectionRun> units = new ArrayList<>();
        for (Applied one : applied) {
            SectionRun unit = unit(one, sources.getOrDefault(one.domain(), Map.of()));
            if (unit != null) {
                units.add(unit);
            }
        }
        preparation.orThrow();
        units.forEach(copy::go);
    }

    private Map<String, Text> sources(Domain domain, List<Applied> applied) {
        Map<String, Text> texts = original.project().files(domain).stream()
                .collect(Collectors.toMap(MigrationFile::filename, MigrationFile::text));
        texts.putAll(new Histories(original.session())
                .sources(
                        domain,
                        applied.stream()
                                .filter(one -> one.domain().equals(domain))
                                .map(one -> one.row().filename())
                                .toList()));
        return texts;
    }

    private @Nullable SectionRun unit(Applied one, Map<String, Text> texts) {
        String filename = one.row().filename();
        String path = one.domain().folder() + "/" + filename;
        Text text = texts.get(filename);
        if (text == null) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    path + " was applied, and neither the folder nor the history has its text",
                                    "rehearse in the database itself: bailiwick rehearse "
                                            + one.domain().name())
                            .withState("nothing was rehearsed"));
        }
        Migration migration = preparation.parse(path, filename, text);
        return migration == null
                ? null
                : SectionRunPreparation.up(
                        one.domain(),
                        new MigrationFile(filename, path, text, one.row().checksum()),
                        migration,
                        one.row().batch());
    }
}
