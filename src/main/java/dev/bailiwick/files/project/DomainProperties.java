package dev.bailiwick.files.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.read.Identifier;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code domain.properties} says: lines {@code key=value}, blank lines, and comments that begin with {@code #}.
 * Blanks around key and value don't count; there are no escapes, no quotes, no continued lines.
 */
final class DomainProperties {
    static final String FILE = "domain.properties";

    private static final List<String> KEYS = List.of(
            "schema",
            "table",
            "requires",
            "lock_timeout",
            "statement_timeout",
            "lock_retry",
            "role",
            "guard",
            "newer_history",
            "touches");

    /** What a severity's key begins with; the rule's name is the rest. */
    private static final String LINT = "lint.";

    private static final List<String> SEVERITIES = List.of("error", "warn", "off");
    private static final Pattern TOUCHED =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*)?");
    private static final Pattern TIMEOUT = Pattern.compile("\\d+\\s*(us|ms|s|min|h|d)?");
    private static final int LONGEST_TABLE = Identifier.LONGEST - "_catalog".length();

    private final String file;
    private final String text;
    private final List<Failure> problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    /**
     * @param file path as the user would type it
     * @param text empty where there is no such file
     * @param problems is added to
     */
    DomainProperties(String file, String text, List<Failure> problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
        int start = 0;
        int number = 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            line(start, end < 0 ? text.length() : end, number++);
            start = end < 0 ? text.length() : end + 1;
        }
    }

    /**
     * The domain of a folder.
     *
     * @param among the names of all
     */
    Domain domain(String name, String folder, Collection<String> among, boolean inGit) {
        boolean publicExists = among.contains(Domain.PUBLIC);
        String requires = values.get("requires");
        List<String> required = publicExists && !name.equals(Domain.PUBLIC) ? List.of(Domain.PUBLIC) : List.of();
        return new Domain(
                name,
                folder,
                values.getOrDefault("schema", name),
                values.getOrDefault("table", Domain.DEFAULT_TABLE),
                requires == null ? required : names(requires),
                new Limits(values.get("lock_timeout"), values.get("statement_timeout"), values.get("lock_retry")),
                values.get("role"),
                Guard.valueOf(values.getOrDefault("guard", "on").toUpperCase(Locale.ROOT)),
                NewerHistory.valueOf(
                        values.getOrDefault("newer_history", "accept").toUpperCase(Locale.ROOT)),
                lint(),
                List.of(),
                names(values.getOrDefault("touches", "")),
                List.of(),
                inGit);
    }

    private Map<String, String> lint() {
        Map<String, String> severities = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(LINT)) {
                severities.put(key.substring(LINT.length()), value);
            }
        });
        return severities;
    }

    private static List<String> names(String list) {
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(",", -1)).map(String::strip).distinct().toList();
    }

    private void line(int start, int end, int number) {
        String line = text.substring(start, end);
        if (line.isBlank() || line.stripLeading().startsWith("#")) {
            return;
        }
        int at = start + line.indexOf(line.strip());
        int equals = line.indexOf('=');
        if (equals < 0) {
            problem(at, "a line is key=value, and this one has no =", "a comment begins with #");
            return;
        }
        String key = line.substring(0, equals).strip();
        String value = line.substring(equals + 1).strip();
        if (!KEYS.contains(key) && !(key.startsWith(LINT) && key.length() > LINT.length())) {
            String known = "keys: " + String.join(", ", KEYS) + ", " + LINT + "RULE";
            String mend = NearestName.to(key, KEYS)
                    .map(near -> "did you mean " + near + "?")
                    .orElse(known);
            problem(at, "unknown key " + (key.isEmpty() ? "before =" : key), mend);
            return;
        }
        Integer earlier = lines.putIfAbsent(key, number);
        if (earlier != null) {
            problem(at, key + " is set twice, first in line " + earlier, "take one of them out");
            return;
        }
        String wrong = wrong(key, value);
        if (wrong == null) {
            values.put(key, value);
        } else {
            int after = start + equals + 1;
            int offset = value.isEmpty() ? after : text.indexOf(value, after);
            problem(offset, key + (value.isEmpty() ? " has no value" : " can't be " + value), wrong);
        }
    }

    /** What is wrong with a value; null where nothing is. */
    private static @Nullable String wrong(String key, String value) {
        return switch (key) {
            case "schema" -> Identifier.problemOfSchema(value);
            case "role" -> Identifier.problem(value);
            case "table" ->
                value.getBytes(UTF_8).length > LONGEST_TABLE
                        ? "a tracking table's name has at most " + LONGEST_TABLE + " bytes: _catalog is put behind it"
                        : Identifier.problem(value);
            case "requires" ->
                names(value).contains("") ? "domains with one comma between them: requires=public,ref" : null;
            case "touches" ->
                names(value).stream().allMatch(name -> TOUCHED.matcher(name).matches())
                        ? null
                        : "schemas, or objects with their schema, and commas between: touches=public.ddl_audit,ref";
            case "guard" -> List.of("on", "warn", "off").contains(value) ? null : "on, warn or off";
            case "newer_history" -> List.of("accept", "refuse").contains(value) ? null : "accept or refuse";
            default ->
                key.startsWith(LINT)
                        ? (SEVERITIES.contains(value) ? null : "error, warn or off")
                        : TIMEOUT.matcher(value).matches()
                                ? null
                                : "a number and one of us, ms, s, min, h, d, such as " + key + "=5s";
        };
    }

    private void problem(int offset, String what, String mend) {
        problems.add(Failure.of(new Finding(Place.of(file, text, offset), what, mend)));
    }
}
