package dev.bailiwick.db.section;

import dev.bailiwick.model.script.Limits;
import java.util.Map;

/**
 * What holds for every section of a run unless a file says otherwise.
 *
 * @param limits where a file says nothing; what they leave open, the domain says
 * @param values {@code --set name=value}: readable as {@code current_setting('bailiwick.name')}
 * @param fileTransactions whether each file has a transaction of its own also where a domain is installed for the first time
 * @param toolVersion for the log
 * @param client who runs it, as {@code user@host}, for the log
 */
public record RunSettings(
        Limits limits, Map<String, String> values, boolean fileTransactions, String toolVersion, String client) {

    public RunSettings {
        values = Map.copyOf(values);
    }

    /** The same, but a transaction for each file. */
    public RunSettings withFileTransactions(boolean each) {
        return new RunSettings(limits, values, fileTransactions || each, toolVersion, client);
    }
}
