package dev.bailiwick.engine.adopt;

import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.Adoption;
import dev.bailiwick.model.history.Adoption.Taken;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.othertools.history.FirstMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a domain's first migration of the catalog as it is, and counts it as applied: for files that can't be converted. */
public final class AdoptDump {
    private final ProjectSession projectSession;
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

    public AdoptDump(ProjectSession projectSession, Adopt.Request request) {
        this.projectSession = projectSession;
        this.request = request;
        this.domain = projectSession.project().domain(request.domain());
    }

    /** What would be written; a file that an earlier attempt has left is taken as it is. */
    public Made plan(Dump dump) {
        List<MigrationFile> files = projectSession.project().files(domain);
        if (files.size() > 1) {
            throw refusedFiles(files);
        }
        OtherToolHistory.Known known = new OtherToolHistory(projectSession, request).read();
        FirstMigration first = new FirstMigration(known.history());
        String filename = first.filename()
                .orElseThrow(() -> refused(
                        known.table()
                                + " has no entries with a version: nothing was applied that a dump could stand for",
                        "bailiwick connection"));
        if (!files.isEmpty() && !files.get(0).filename().equals(filename)) {
            throw refusedFiles(files);
        }
        if (inHistory(filename)) {
            return new Made("", adoption(known, List.of()));
        }
        String text = first.text(domain.schema(), dump.of(domain.schema(), without(known.table())));
        if (!files.isEmpty() && !files.get(0).text().toString().equals(text)) {
            throw refused(
                    files.get(0).path() + " is there already, and a dump says something else now",
                    "if the database has all that it makes: "
                            + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", filename),
                    "or see what was changed: " + ShellCommand.of("bailiwick", "verify", domain.name()));
        }
        SectionRunPreparation preparation = new SectionRunPreparation();
        preparation.parse(domain.folder() + "/" + filename, filename, Text.of(text));
        preparation.orThrow();
        return new Made(text, adoption(known, List.of(first.taken(filename))));
    }

    private Adoption adoption(OtherToolHistory.Known known, List<Taken> taken) {
        return new Adoption(domain, request.from(), known.table(), 1, taken, List.of(), List.of());
    }

    /** Whether all is done; a history that says anything else is not touched. */
    private boolean inHistory(String filename) {
        List<HistoryRow> standing = HalfDoneCheck.read(projectSession, domain).rows().stream()
                .filter(HistoryRow::standing)
                .toList();
        boolean done = standing.size() == 1
                && standing.get(0).success()
                && standing.get(0).filename().equals(filename);
        if (!standing.isEmpty() && !done) {
            throw refused(
                    "domain " + domain.name() + " has a history of its own already",
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        return done;
    }

    /** The bookkeeping of both: theirs, and ours where it is there already. */
    private List<String> without(String known) {
        String theirs = known.substring(known.lastIndexOf('.') + 1);
        return Stream.concat(
                        Stream.of("", "_id_seq", "_lock", "_lock_index_seq").map(end -> theirs + end),
                        domain.ownTables().stream())
                .toList();
    }

    private BailiwickException refusedFiles(List<MigrationFile> files) {
        return refused(
                domain.folder() + " has "
                        + (files.size() == 1 ? "a migration" : files.size() + " migrations")
                        + " already: a dump would be the first",
                ShellCommand.of(
                        "bailiwick",
                        "adopt",
                        domain.name(),
                        "--from",
                        request.from().word()));
    }

    /** Writes the file, then the history. */
    public void run(Made made) {
        WriteAccessCheck.require(projectSession, List.of(domain));
        String filename = made.plan().taken().get(0).filename();
        projectSession.project().add(domain, Map.of(filename, made.text()));
        try {
            new Adopt(projectSession, request).run(made.plan());
        } catch (BailiwickException e) {
            throw between(filename, e.exitCode(), e.failures().get(0), e);
        } catch (SqlFailure e) {
            String what = "the history of domain " + domain.name() + " was not written: " + e.getMessage();
            throw between(filename, e.lost() ? ExitCode.UNREACHABLE : ExitCode.REFUSED, Failure.of(what), e);
        }
    }

    /** The file is there, and the history says nothing of it, or nobody knows whether it does. */
    private BailiwickException between(String filename, ExitCode exit, Failure failure, RuntimeException cause) {
        List<String> again = new ArrayList<>(List.of(
                "bailiwick", "adopt", domain.name(), "--from", request.from().word()));
        if (request.table() != null) {
            again.addAll(List.of("--table", request.table()));
        }
        if (!request.reason().isEmpty()) {
            again.addAll(List.of("--reason", request.reason()));
        }
        again.addAll(List.of("--dump", "--yes"));
        List<String> next = new ArrayList<>(failure.next());
        next.add("before any migrate, which would run the file: " + ShellCommand.of(again.toArray(String[]::new)));
        next.add("or, without what " + request.from().label() + " knows of it: "
                + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", filename));
        return new BailiwickException(
                exit,
                new Failure(
                        failure.what(),
                        failure.where(),
                        failure.said(),
                        domain.folder() + "/" + filename + " is written, and stays"
                                + (failure.state().isEmpty() ? "" : "; of the history: " + failure.state()),
                        failure.details(),
                        next),
                cause);
    }

    private static BailiwickException refused(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }
}
