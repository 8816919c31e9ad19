package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Statement;

/** A statement together with what it means for the transaction. */
record ClassifiedStatement(Statement statement, StatementKind command) {}
