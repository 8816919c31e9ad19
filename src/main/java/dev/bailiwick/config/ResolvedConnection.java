package dev.bailiwick.config;

import dev.bailiwick.model.domain.ConnectionTarget;
import java.util.List;

/**
 * The database that was found, and what the user should know about the finding.
 *
 * @param target where to connect
 * @param passedOver labels of the sources that said something, too, and came too late
 * @param warnings whole sentences without passwords, for standard error
 * @param notes the same for who asks which database is meant
 */
public record ResolvedConnection(
        ConnectionTarget target, List<String> passedOver, List<String> warnings, List<String> notes) {

    public ResolvedConnection {
        passedOver = List.copyOf(passedOver);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }
}
