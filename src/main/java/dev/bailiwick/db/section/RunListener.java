package dev.bailiwick.db.section;

import dev.bailiwick.model.failure.ServerMessage;

/** Hears what a running section does, as it happens. */
public interface RunListener {

    /** The server sent a notice or warning. */
    void notice(ServerMessage message);

    /** A listener that looks away. */
    RunListener SILENT = message -> {};
}
