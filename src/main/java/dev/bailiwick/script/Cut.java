package dev.bailiwick.script;

import dev.bailiwick.model.Statement;

/** A statement together with what it means for the transaction. */
record Cut(Statement statement, Command command) {}
