package dev.bailiwick.config;

import dev.bailiwick.model.ConnectionTarget;
import java.util.List;

/**
 * The database that was found, and what the user should know about the finding.
 *
 * @param target where to connect
 * @param passedOver labels of the sources that said something, too, and came too late
 * @param warnings whole sentences without passwords, for standard error
 */
public record ResolvedConnection(ConnectionTarget target, List<String> passedOver, List<String> warnings) {

    public ResolvedConnection {
        passedOver = List.copyOf(passedOver);
        warnings = List.copyOf(warnings);
    }
}
