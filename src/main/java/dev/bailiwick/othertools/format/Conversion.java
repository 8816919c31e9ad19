package dev.bailiwick.othertools.format;

import dev.bailiwick.model.failure.Failure;
import java.util.List;

/**
 * What a folder of another tool's files came to. Every file of it is in one of the three lists.
 *
 * @param converted in the order in which they run
 * @param refused what can't be converted
 * @param asides what is no migration, and is left where it is
 */
public record Conversion(List<ConvertedFile> converted, List<Refused> refused, List<Aside> asides) {

    /** A file that can't be converted, with every reason. */
    public record Refused(String file, List<Failure> failures) {
        public Refused {
            failures = List.copyOf(failures);
        }
    }

    /**
     * A file that is no migration.
     *
     * @param why the second half of a sentence that begins with its name
     */
    public record Aside(String file, String why) {}

    public Conversion {
        converted = List.copyOf(converted);
        refused = List.copyOf(refused);
        asides = List.copyOf(asides);
    }
}
