package dev.bailiwick.db;

import dev.bailiwick.model.Limits;
import java.util.Map;

/**
 * What holds for every section of a run unless a file says otherwise.
 *
 * @param limits where a file says nothing; what they leave open, the domain says
 * @param values {@code --set name=value}: readable as {@code current_setting('bailiwick.name')}
 * @param toolVersion for the log
 * @param client who runs it, as {@code user@host}, for the log
 */
public record RunSettings(Limits limits, Map<String, String> values, String toolVersion, String client) {

    public RunSettings {
        values = Map.copyOf(values);
    }
}
