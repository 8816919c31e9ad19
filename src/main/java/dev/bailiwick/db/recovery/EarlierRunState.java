package dev.bailiwick.db.recovery;

import dev.bailiwick.db.run.SectionSettings;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.history.SessionState;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run before this one has left of a section outside a transaction. */
public final class EarlierRunState {
    /** Whose session it was that ran the statement in doubt. */
    private static final Pattern WORKER = Pattern.compile(Resume.NOT_FINISHED + ", backend (\\d+) of ([^;\n]+)");

    /** No session tells which libraries it has loaded, which may define settings. */
    private static final Pattern LOAD = Pattern.compile("LOAD\\b", Pattern.CASE_INSENSITIVE);

    private final SectionRun unit;
    private final Session own;
    private final RunListener listener;

    public EarlierRunState(SectionRun unit, Session own, RunListener listener) {
        this.unit = unit;
        this.own = own;
        this.listener = listener;
    }

    /**
     * Waits for the session of an earlier run that may still be at work: its statement goes on without its client.
     *
     * <p>A pooler hands the session to others when its client is gone, also to us: then it bears another name, and nothing
     * runs in it from before.
     */
    public void outlive(DomainLockSession lockSession, Session present, Cancellation cancellation) throws SQLException {
        Matcher worker = WORKER.matcher(
                unit.resume().inDoubt() || unit.resume().retried()
                        ? unit.resume().state()
                        : "");
        if (!worker.find()) {
            return;
        }
        String alive = "SELECT coalesce(left(query, 60), '') FROM pg_catalog.pg_stat_activity WHERE pid = "
                + worker.group(1) + " AND (backend_start IS NULL OR backend_start = " + Quote.literal(worker.group(2))
                + "::timestamptz)";
        if (own.info().pooled()) {
            List<String> ours = new ArrayList<>();
            for (Session session : List.of(own, lockSession.session(), present)) {
                ours.addAll(session.query("SELECT pg_catalog.pg_backend_pid()", row -> row.getString(1)));
            }
            alive += " AND pid NOT IN (" + String.join(", ", ours) + ") AND (application_name = "
                    + Quote.literal(SectionSettings.applicationName(unit)) + " OR state <> 'idle' AND query_start < "
                    + "(SELECT min(xact_start) FROM pg_catalog.pg_stat_activity WHERE pid = " + ours.get(1) + "))";
        }
        boolean reported = false;
        List<String> running = own.query(alive, row -> row.getString(1));
        while (!running.isEmpty()) {
            if (!reported) {
                listener.notice(said("backend " + worker.group(1) + " of the run before this one is still at work: "
                        + running.get(0).replaceAll("\\s+", " ") + " … waiting for its end"));
                reported = true;
            }
            if (cancellation.sleep(500)) {
                throw new SQLException("cancelled while an earlier statement was still running", "57014");
            }
            if (!lockSession.alive()) {
                throw new SQLException("the session that keeps the domain was ended", "08006");
            }
            running = own.query(alive, row -> row.getString(1));
        }
    }

    /** Sets the session up as the statements before have left it, by what is known of it and by their text, and finds out about the one in doubt. */
    public InterruptedStatementRecovery.Decision ask(Session worker, SessionStateReader look) throws SQLException {
        List<Part> parts = unit.parts();
        int done = unit.resume().done();
        SessionState known = unit.resume().session();
        List<Part> ran = parts.subList(0, Math.min(done, parts.size()));
        for (Part part : ran) {
            if (LOAD.matcher(part.text()).lookingAt()) {
                worker.run(part.text());
            }
        }
        look.restore(known);
        for (Part part : ran.subList(Math.min(known.after(), ran.size()), ran.size())) {
            if (part.recovery() instanceof Recovery.SessionOnly) {
                worker.run(part.text());
            } else if (part instanceof Part.Block block && block.keeps()) {
                for (String setting : block.settings()) {
                    worker.run(setting);
                }
            }
        }
        Recovery recovery = done < parts.size() ? parts.get(done).recovery() : new Recovery.Recorded();
        return new InterruptedStatementRecovery(worker, unit.resume(), recovery).decide();
    }

    /** Says with what this run goes on. */
    public void report(InterruptedStatementRecovery.Decision decision) {
        if (!unit.resume().again()) {
            return;
        }
        decision.cleared().forEach(what -> listener.notice(said("dropped " + what)));
        decision.left().forEach(what -> listener.notice(said(what + "; it was left alone")));
        int next = unit.resume().done() + 1;
        String onward;
        if (decision.answer() == InterruptedStatementRecovery.Answer.DONE) {
            onward = "statement " + next + " was done before this run, as the catalog shows: " + decision.why();
        } else if (next > unit.parts().size()) {
            onward = "all its statements were done before this run";
        } else {
            onward = next == 1 ? "begins again with its first statement" : "goes on with statement " + next;
        }
        listener.notice(said(onward));
    }

    private static ServerMessage said(String what) {
        return new ServerMessage("NOTE", "00000", what, null, null, null);
    }
}
