package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.plan.FileDiff;
import dev.bailiwick.plan.UpPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was changed in the edited files of a domain since they were applied. */
public final class EditedFileDiffs {
    private final ProjectSession projectSession;
    private final Domain domain;

    public EditedFileDiffs(ProjectSession projectSession, Domain domain) {
        this.projectSession = projectSession;
        this.domain = domain;
    }

    /** The diff of every edited file whose text was kept, by file name. */
    public Map<String, List<String>> of(List<FileStatus> statuses) {
        List<FileStatus> edited =
                statuses.stream().filter(s -> s.state() == FileState.EDITED).toList();
        Map<String, List<String>> changes = new LinkedHashMap<>();
        if (edited.isEmpty()) {
            return changes;
        }
        Map<String, Text> sources = new Histories(projectSession.session())
                .sources(domain, edited.stream().map(FileStatus::filename).toList());
        for (FileStatus status : edited) {
            Text source = sources.get(status.filename());
            if (source != null && status.file() != null) {
                changes.put(
                        status.filename(),
                        FileDiff.between(source.toString(), status.file().text().toString()));
            }
        }
        return changes;
    }

    /** A plan's refusals; those about edited files show the change. */
    public List<Failure> explain(UpPlan plan, List<FileStatus> statuses, boolean allowOutOfOrder) {
        if (!plan.refused()) {
            return List.of();
        }
        Map<String, List<String>> changes = of(statuses);
        List<FileStatus> offending = statuses.stream()
                .filter(s -> UpPlan.offends(domain, s, allowOutOfOrder))
                .toList();
        List<Failure> explained = new ArrayList<>();
        for (int i = 0; i < offending.size(); i++) {
            List<String> change = changes.get(offending.get(i).filename());
            Failure refusal = plan.refusals().get(i);
            explained.add(change == null ? refusal : refusal.withDetails(change));
        }
        explained.addAll(
                plan.refusals().subList(offending.size(), plan.refusals().size()));
        return explained;
    }
}
