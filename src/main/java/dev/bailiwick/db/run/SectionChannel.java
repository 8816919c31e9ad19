package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.CopyFreeze;
import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Text;
import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/** The way of a section's parts to the server: SQL as messages, data as they are read, and the text that the history keeps. */
final class SectionChannel {
    private final Session session;
    private final SectionRun unit;
    private final SectionAnswers trace;
    private final Supplier<String> guard;

    /** @param guard judges what was done so far, in PL/pgSQL, or is empty: asked for before a COPY that freezes */
    SectionChannel(Session session, SectionRun unit, SectionAnswers trace, Supplier<String> guard) {
        this.session = session;
        this.unit = unit;
        this.trace = trace;
        this.guard = guard;
    }

    /**
     * Sends the section in as few messages as it allows.
     *
     * @param before SQL that stands before it, in the same message where it can
     * @param after SQL that stands behind it, in the same message where it can; asked for when all data have been read
     */
    void send(String before, Supplier<String> after) throws SQLException {
        String pending = before;
        boolean ours = true;
        for (Part part : CopyFreeze.parts(unit)) {
            boolean freezes = freezes(part);
            if (!pending.isEmpty() && (freezes || !(ours && part instanceof Part.Sql))) {
                session.wire().send(pending, trace);
                pending = "";
            }
            if (freezes) {
                send(part);
                ours = false;
                continue;
            }
            trace.sending(pending.codePointCount(0, pending.length()), part);
            if (part instanceof Part.Sql sql) {
                pending = pending + sql.text() + "\n;\n";
                ours = false;
            } else {
                copy(part);
            }
        }
        pending += after.get();
        if (!pending.isEmpty()) {
            session.wire().send(pending, trace);
        }
    }

    /** Sends one part of it in a message of its own. */
    void send(Part part) throws SQLException {
        boolean freezes = freezes(part);
        if (freezes) {
            session.wire().send(CopyFreeze.before(guard.get()), trace.aside());
        }
        trace.sending(0, part);
        if (part instanceof Part.CopyIn || part instanceof Part.CopyFile) {
            copy(part);
        } else {
            session.wire().send(part.text(), trace);
        }
        if (freezes) {
            session.wire().send(GuardSql.BEFORE, trace.aside());
        }
    }

    private boolean freezes(Part part) {
        return GuardSql.guards(unit.domain()) && CopyFreeze.freezes(part);
    }

    private void copy(Part part) throws SQLException {
        if (part instanceof Part.CopyIn copy) {
            session.wire().copyIn(copy.text(), unit.data(copy), trace);
        } else if (part instanceof Part.CopyFile copy) {
            try (InputStream data = unit.copied().open(copy)) {
                trace.copied(session.wire().copyIn(copy.text(), data, trace));
            } catch (IOException e) {
                throw new SQLException(e.getMessage(), SimpleQueryChannel.UNREAD, e);
            }
        }
    }

    /** Completes the row of a unit whose text is too long to stand in a message with others. */
    void keepSource() throws SQLException {
        Text source = unit.source();
        if (unit.direction() == Direction.UP && source != null) {
            try (PreparedStatement row = session.connection()
                    .prepareStatement("UPDATE " + TrackingTables.table(unit.domain())
                            + " SET source = pg_catalog.convert_from(?, 'UTF8') WHERE filename = ?")) {
                row.setBinaryStream(1, source.utf8(0, source.length()), source.bytes());
                row.setString(2, unit.filename());
                row.executeUpdate();
            } catch (SQLException e) {
                String unread = SimpleQueryChannel.unread(e);
                throw unread == null ? e : new SQLException(unread, SimpleQueryChannel.UNREAD, e);
            }
        }
    }
}
