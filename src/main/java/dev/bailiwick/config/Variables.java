package dev.bailiwick.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables that configure a run: the environment, then {@code .env.local}, then {@code .env} of the project.
 *
 * <p>Each variable is taken from the first of the three that has it; an empty one counts as unset. {@code .env.local} is
 * a developer's own and doesn't count where {@code APP_ENV} or {@code NODE_ENV} is {@code production}.
 */
public final class Variables {

    private static final Pattern OURS =
            Pattern.compile("(DATABASE|POSTGRES|SUPABASE_DB|BAILIWICK)_.*|PG[A-Z]+|APP_ENV|NODE_ENV");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\w+}?");

    private final Map<String, Variable> merged = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private record Variable(String value, @Nullable String file) {}

    private Variables() {}

    /**
     * Reads the two files, if they exist, and puts the environment in front of them.
     *
     * @param projectFolder the folder that holds {@code sql/}
     * @throws dev.bailiwick.model.failure.BailiwickException where a line of a file is malformed
     */
    public static Variables read(Path projectFolder, Map<String, String> environment) {
        Variables variables = new Variables();
        variables.add(environment, null);
        Map<String, String> shared = variables.file(projectFolder, ".env");
        Variables known = new Variables();
        known.add(environment, null);
        known.add(shared, ".env");
        if (!known.says("APP_ENV", "production") && !known.says("NODE_ENV", "production")) {
            variables.add(variables.file(projectFolder, ".env.local"), ".env.local");
        }
        variables.add(shared, ".env");
        return variables;
    }

    private Map<String, String> file(Path folder, String name) {
        Map<String, String> values = EnvFile.read(folder.resolve(name), name);
        Variables alone = new Variables();
        alone.add(values, null);
        if (!ConnectionSources.passwords(alone).isEmpty() && EnvFile.open(folder.resolve(name))) {
            notes.add("everybody on this machine may read " + name + ", and a password is in it: chmod 600 " + name);
        }
        return values;
    }

    private void add(Map<String, String> values, @Nullable String file) {
        values.forEach((name, value) -> {
            if (!value.isEmpty() && merged.putIfAbsent(name, new Variable(value, file)) == null) {
                warnOfReference(name, value, file);
            }
        });
    }

    private void warnOfReference(String name, String value, @Nullable String file) {
        if (file != null
                && OURS.matcher(name).matches()
                && REFERENCE.matcher(value).find()) {
            warnings.add(
                    name + " in " + file + " holds ${…}, which is taken literally: " + file + " has no interpolation");
        }
    }

    /** The value, or null where the variable is unset or empty. */
    public @Nullable String get(String name) {
        Variable variable = merged.get(name);
        return variable == null ? null : variable.value();
    }

    /** The variable's name as messages show it: with the file it came from, {@code DATABASE_URL in .env}. */
    public String label(String name) {
        return name + origin(name);
    }

    /** {@code " in .env"}, {@code " in .env.local"}, or nothing where it came from the environment. */
    String origin(String name) {
        Variable variable = merged.get(name);
        return variable == null || variable.file() == null ? "" : " in " + variable.file();
    }

    /** Whether {@code APP_ENV} is {@code production}. */
    public boolean production() {
        return says("APP_ENV", "production");
    }

    /** Whether {@code APP_ENV} or {@code NODE_ENV} is {@code production}: nobody plays here. */
    public boolean guarded() {
        return production() || says("NODE_ENV", "production");
    }

    /** What the user should know about the files, in whole sentences; never a value. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The same for who asks which database is meant: nothing that keeps it from being used. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private boolean says(String name, String value) {
        return value.equalsIgnoreCase(get(name));
    }
}
