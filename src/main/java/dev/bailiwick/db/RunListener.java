package dev.bailiwick.db;

import dev.bailiwick.model.ServerMessage;

/** Hears what a running section does, as it happens. */
public interface RunListener {

    /** The server sent a notice or warning. */
    void notice(ServerMessage message);

    /** A listener that looks away. */
    RunListener SILENT = message -> {};
}
