package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import java.util.List;

/** The SQL that corrects a history and writes each correction into the log: all of them or none. */
final class Corrections {
    private final Domain domain;
    private final RunSettings run;

    Corrections(Domain domain, RunSettings run) {
        this.domain = domain;
        this.run = run;
    }

    /** One message that changes nothing where the history is not the expected one any more. */
    String of(List<Correction> corrections, History.Version expected) {
        StringBuilder message = new StringBuilder(Messages.begin()).append(Messages.take(domain, expected));
        for (Correction correction : corrections) {
            message.append(row(correction)).append(logged(correction));
        }
        return message.append("COMMIT;").toString();
    }

    private String row(Correction correction) {
        String table = TrackingTables.table(domain);
        String name = Quote.literal(correction.filename());
        String checksum = Quote.literal(correction.checksum());
        String source = Quote.literal(correction.source());
        return switch (correction.change()) {
            case APPLIED -> """
                    INSERT INTO %s AS t (filename, batch, checksum, source) VALUES (%s, %d, %s, %s)
                    ON CONFLICT (filename) DO UPDATE
                    SET batch = excluded.batch, checksum = excluded.checksum, source = excluded.source,
                        applied_at = excluded.applied_at, applied_by = excluded.applied_by,
                        success = true, error_message = NULL, statements_done = NULL;
                    """.formatted(table, name, correction.batch(), checksum, source);
            case STANDS -> """
                    UPDATE %s SET success = true, error_message = NULL, statements_done = NULL WHERE filename = %s;
                    """.formatted(table, name);
            case TEXT -> """
                    UPDATE %s SET checksum = %s, source = %s WHERE filename = %s;
                    """.formatted(table, checksum, source, name);
            case PENDING -> """
                    DELETE FROM %s WHERE filename = %s;
                    """.formatted(table, name);
        };
    }

    private String logged(Correction correction) {
        return """
                INSERT INTO %s (action, filename, batch, checksum, message, client, tool_version)
                VALUES (%s, %s, %d, %s, %s, %s, %s);
                """.formatted(
                        TrackingTables.log(domain),
                        Quote.literal(correction.action()),
                        Quote.literal(correction.filename()),
                        correction.batch(),
                        Quote.literal(correction.checksum()),
                        Quote.literal(correction.message()),
                        Quote.literal(run.client()),
                        Quote.literal(run.toolVersion()));
    }
}
