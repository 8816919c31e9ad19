package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.MigrationFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the folders of some domains hold and what their histories say, read at the same time. Where both can't be read, the
 * folders are what is told of.
 *
 * @param files by the domain's name, in the order given
 * @param histories of those domains that have one
 */
public record FilesAndHistories(Map<String, List<MigrationFile>> files, Map<Domain, History> histories) {

    public static FilesAndHistories of(ProjectSession projectSession, Collection<Domain> domains) {
        CompletableFuture<Read> reading = ProjectSession.beside("history", () -> Read.of(projectSession, domains));
        Map<String, List<MigrationFile>> files = projectSession.project().files(domains);
        Read read = ProjectSession.joined(reading);
        return new FilesAndHistories(
                files, new LostHistoryCheck(projectSession, read.reader()).require(read.histories(), files));
    }

    /** Histories, and who has read them. */
    public record Read(Histories reader, Map<Domain, History> histories) {
        public static Read of(ProjectSession projectSession, Collection<Domain> domains) {
            Histories reader = new Histories(projectSession.session());
            return new Read(reader, reader.read(domains));
        }
    }
}
