package dev.bailiwick.proof;

import dev.bailiwick.engine.session.ProjectSession;

/** Where a proof is made: a server that nobody else uses. */
public interface ProofServer {

    /** The project at an empty database; the one before is gone, with all roles that were made in it. */
    ProjectSession fresh();

    /** The server's major version. */
    int postgres();

    /** Hears which file is at work. */
    void at(String path);
}
