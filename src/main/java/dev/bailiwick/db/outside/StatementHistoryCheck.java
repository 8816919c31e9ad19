package dev.bailiwick.db.outside;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.HistoryDigest;
import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the history is after a statement what it was before it. */
final class StatementHistoryCheck {
    /** With these the history is not there any more, or is another one: undefined_table and invalid_schema_name besides ours. */
    private static final Set<String> DESTROYED =
            Set.of(SavedHistory.GONE, HistoryChangedException.STATE, "42P01", "3F000");

    private final Session own;
    private final SectionRun unit;

    /** What {@link HistoryDigest} said last; empty where it has to be asked anew. */
    private String history = "";

    StatementHistoryCheck(Session own, SectionRun unit) {
        this.own = own;
        this.unit = unit;
    }

    /** Asks what the history is, where a statement follows that might change it. */
    void before(Recovery recovery) {
        if (history.isEmpty() && (recovery instanceof Recovery.Recorded || recovery instanceof Recovery.Unknown)) {
            history = own.query(
                            "SELECT " + HistoryDigest.expression(unit.domain(), unit.filename()),
                            row -> row.getString(1))
                    .get(0);
        }
    }

    /** As it was before the statement; empty where it was not asked. */
    String digest() {
        return history;
    }

    /** It is to be asked anew. */
    void forget() {
        history = "";
    }

    /** Whether it is another one than before a statement that was rolled back: a person may write into it meanwhile. */
    boolean changedByOthers(Recovery recovery) {
        String was = history;
        forget();
        before(recovery);
        return !was.equals(history);
    }

    /**
     * The history is not what it should be after a statement that is done.
     *
     * @param recorded whether the history says that it is done
     */
    record Changed(ServerMessage said, boolean recorded) {
        Changed(String message, @Nullable String detail, boolean recorded) {
            this(new ServerMessage("ERROR", HistoryChangedException.STATE, message, detail, null, null), recorded);
        }
    }

    /**
     * Writes down that a statement is done of which nobody knows what it does, where the history is still what it was.
     *
     * @param number how many are done then
     * @return what is wrong with the history now; empty where nothing is
     */
    Optional<Changed> record(Recovery recovery, int number) throws SQLException {
        String was = history;
        forget();
        String domain = unit.domain().name();
        try {
            own.run(TransactionalStatement.BEGIN + TransactionalStatement.end(unit, number, "", false));
            before(recovery);
        } catch (SQLException e) {
            ServerMessage said = SimpleQueryChannel.said(e);
            if (said == null || SqlFailure.lost(e)) {
                throw e;
            }
            own.wire().rollback();
            return Optional.of(
                    DESTROYED.contains(said.sqlState())
                                    || (said.sqlState().equals(HistoryChangedException.NOT_RECORDED) && rowGone())
                            ? new Changed("it has destroyed the history of domain " + domain, said.message(), false)
                            : new Changed(notRecorded(said.inOwnStatement()), false));
        }
        return was.equals(history)
                ? Optional.empty()
                : Optional.of(new Changed(
                        "the history of domain " + domain + " was changed while it ran, by itself or by somebody else",
                        null,
                        true));
    }

    /** Such as for a lock that somebody has held too long: the history is as it was. */
    private static ServerMessage notRecorded(ServerMessage said) {
        return new ServerMessage(
                said.severity(),
                said.sqlState(),
                "it could not be recorded that it is done: " + said.message(),
                said.detail(),
                said.hint(),
                said.context(),
                said.constraint());
    }

    /** Whether the row is gone that was written before the section began. */
    private boolean rowGone() {
        return own.query(
                        "SELECT FROM " + TrackingTables.table(unit.domain()) + " WHERE filename = "
                                + Quote.literal(unit.filename()),
                        row -> true)
                .isEmpty();
    }
}
