package dev.bailiwick.db;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every section of a run unless a file says otherwise.
 *
 * @param lockTimeout as PostgreSQL reads it; null: the domain's, else the server's
 * @param statementTimeout likewise
 * @param values {@code --set name=value}: readable as {@code current_setting('bailiwick.name')}
 * @param toolVersion for the log
 * @param client who runs it, as {@code user@host}, for the log
 */
public record RunSettings(
        @Nullable String lockTimeout,
        @Nullable String statementTimeout,
        Map<String, String> values,
        String toolVersion,
        String client) {

    public RunSettings {
        values = Map.copyOf(values);
    }
}
