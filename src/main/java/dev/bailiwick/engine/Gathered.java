package dev.bailiwick.engine;

import dev.bailiwick.db.Histories;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.MigrationFile;
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
record Gathered(Map<String, List<MigrationFile>> files, Map<Domain, History> histories) {

    static Gathered of(Site site, Collection<Domain> domains) {
        CompletableFuture<Read> reading = Site.beside("history", () -> Read.of(site, domains));
        Map<String, List<MigrationFile>> files = site.project().files(domains);
        Read read = Site.joined(reading);
        return new Gathered(files, new LostHistoryCheck(site, read.reader()).require(read.histories(), files));
    }

    /** Histories, and who has read them. */
    record Read(Histories reader, Map<Domain, History> histories) {
        static Read of(Site site, Collection<Domain> domains) {
            Histories reader = new Histories(site.session());
            return new Read(reader, reader.read(domains));
        }
    }
}
