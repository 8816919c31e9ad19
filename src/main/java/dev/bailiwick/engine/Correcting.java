package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.Correction;
import dev.bailiwick.db.HistoryMoved;
import dev.bailiwick.db.SqlFailure;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileState;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.plan.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A domain whose history is going to be corrected.
 *
 * @param history as it was read: what is written is refused where it has changed since
 * @param statuses of the files, as {@code status} shows them
 */
record Correcting(Site site, Domain domain, History history, List<FileStatus> statuses) {

    Correcting {
        statuses = List.copyOf(statuses);
    }

    /** @param name the domain as typed */
    static Correcting of(Site site, String name) {
        Domain domain = site.project().domain(name);
        History history = Settled.read(site, domain);
        return new Correcting(
                site, domain, history, Comparison.of(site.project().files(domain), history));
    }

    /** The statuses, and failed rows whose files are gone, of which {@code status} does not speak. */
    List<FileStatus> withForgotten() {
        Set<String> known = statuses.stream().map(FileStatus::filename).collect(Collectors.toSet());
        List<FileStatus> all = new ArrayList<>(statuses);
        for (HistoryRow row : history.rows()) {
            if (!known.contains(row.filename())) {
                all.add(new FileStatus(row.filename(), FileState.FAILED, null, row));
            }
        }
        return all;
    }

    /** Writes all of them in one transaction, once no other runner has the domain. */
    void write(List<Correction> corrections) {
        Writable.require(site, List.of(domain));
        if (!history.kept()) {
            Founding.of(site, domain);
        }
        Waiting waiting = new Waiting(site, domain);
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        try {
            while (!bookkeeping.correct(domain, corrections, history.version())) {
                waiting.once();
            }
        } catch (HistoryMoved e) {
            throw Moved.during("the same command", domain, 0);
        } catch (SqlFailure e) {
            throw e.lost() ? lost(e) : e;
        }
    }

    private BailiwickException lost(SqlFailure e) {
        return new BailiwickException(
                ExitCode.UNREACHABLE,
                Failure.of(
                                "the connection was lost while the history of " + domain.name() + " was corrected: "
                                        + e.getMessage(),
                                ShellCommand.of("bailiwick", "status", domain.name()),
                                "then, if it is still wanted: the same command")
                        .withState("all of the correction stands, or nothing of it"),
                e);
    }
}
