package dev.bailiwick.engine;

import dev.bailiwick.model.Adoption;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.peers.FirstMigration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a domain's first migration of the catalog as it is, and counts it as applied: for files that can't be converted. */
public final class AdoptDump {
    private final Site site;
    private final Adopt.Request request;
    private final Domain domain;

    /** What says how a schema is made. */
    public interface Dump {
        /**
         * The definition as SQL.
         *
         * @param without names of relations in it that are left out
         */
        String of(String schema, List<String> without);
    }

    /**
     * What came of it.
     *
     * @param text of the file
     */
    public record Made(String text, Adoption plan) {}

    public AdoptDump(Site site, Adopt.Request request) {
        this.site = site;
        this.request = request;
        this.domain = site.project().domain(request.domain());
    }

    /** What would be written. */
    public Made plan(Dump dump) {
        List<MigrationFile> files = site.project().files(domain);
        if (!files.isEmpty()) {
            throw refused(
                    domain.folder() + " has " + files.size() + " migrations already: a dump would be the first",
                    ShellCommand.of(
                            "bailiwick",
                            "adopt",
                            domain.name(),
                            "--from",
                            request.from().word()));
        }
        if (!Settled.read(site, domain).rows().isEmpty()) {
            throw refused(
                    "domain " + domain.name() + " has a history of its own already",
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        OtherHistory.Known known = new OtherHistory(site, request).read();
        FirstMigration first = new FirstMigration(known.history());
        String filename = first.filename()
                .orElseThrow(() -> refused(
                        known.table()
                                + " has no entries with a version: nothing was applied that a dump could stand for",
                        "bailiwick connection"));
        String table = known.table().substring(known.table().lastIndexOf('.') + 1);
        String text = first.text(
                domain.schema(),
                dump.of(
                        domain.schema(),
                        Stream.of("", "_id_seq", "_lock", "_lock_index_seq")
                                .map(end -> table + end)
                                .toList()));
        Preparation preparation = new Preparation();
        preparation.parse(domain.folder() + "/" + filename, filename, text);
        preparation.orThrow();
        return new Made(
                text,
                new Adoption(
                        domain,
                        request.from(),
                        known.table(),
                        1,
                        List.of(first.taken(filename)),
                        List.of(),
                        List.of()));
    }

    /** Writes the file, then the history. */
    public void run(Made made) {
        Writable.require(site, List.of(domain));
        String filename = made.plan().taken().get(0).filename();
        site.project().add(domain, Map.of(filename, made.text()));
        new Adopt(site, request).run(made.plan());
    }

    private static BailiwickException refused(String what, String next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }
}
