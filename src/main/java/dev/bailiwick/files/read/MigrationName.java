package dev.bailiwick.files.read;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How the files of a domain's folder are named. */
public final class MigrationName {
    private static final Pattern ACCEPTED = Pattern.compile("(?:\\d+|\\d{4}-\\d{2}-\\d{2})_(.+)\\.sql", Pattern.DOTALL);
    private static final Pattern VERSIONED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}|\\d+).*", Pattern.DOTALL);
    private static final String SQL = ".sql";
    private static final Set<String> BESIDE = Set.of("checksums.md5", "domain.properties", "README.md");
    private static final String FORMS = "accepted: 20251205103000_x.sql, 20251205_x.sql, 2025-12-05_x.sql, 001_x.sql";
    private static final String OTHERS =
            "a domain's folder holds migrations, seeds/, checksums.md5, domain.properties, README.md and hidden files";

    private MigrationName() {}

    /** Whether a file of this name is a migration. */
    public static boolean accepted(String name) {
        int version = 0;
        while (version < name.length() && name.charAt(version) >= '0' && name.charAt(version) <= '9') {
            version++;
        }
        // The usual form, without the pattern.
        if (version > 0 && name.startsWith("_", version)) {
            return name.endsWith(SQL)
                    && version + 1 < name.length() - SQL.length()
                    && !name.substring(version + 1, name.length() - SQL.length()).isBlank();
        }
        var matcher = ACCEPTED.matcher(name);
        return matcher.matches() && !matcher.group(1).isBlank();
    }

    /** Whether a file of this name may lie beside the migrations. */
    public static boolean beside(String name) {
        return BESIDE.contains(name) || ignored(name);
    }

    /**
     * Hidden files are nobody's migration, unless they end in {@code .sql}: such a file must not be skipped in silence.
     * What macOS ({@code ._x.sql}) and Emacs ({@code .#x.sql}) leave beside a file is.
     */
    public static boolean ignored(String name) {
        return name.startsWith("._") || name.startsWith(".#") || (name.startsWith(".") && !sql(name));
    }

    public static boolean sql(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SQL);
    }

    /** Why a name is not accepted, as the second half of a sentence. */
    public static String problem(String name) {
        if (!sql(name)) {
            return "is no migration and nothing else that belongs here";
        }
        if (!name.endsWith(".sql")) {
            return "is no migration: its name ends in " + name.substring(name.length() - 4) + ", not in .sql";
        }
        if (name.startsWith(".")) {
            return "is no migration: it is hidden, and a .sql file is never skipped in silence";
        }
        var version = VERSIONED.matcher(name);
        if (!version.matches()) {
            return "is no migration: its name does not begin with a version";
        }
        return name.startsWith("_", version.end(1))
                ? "is no migration: nothing stands between its version and .sql"
                : "is no migration: no _ stands behind its version " + version.group(1);
    }

    /** What to do about it. */
    public static List<String> mend(String name, Domain domain) {
        String path = domain.folder() + "/" + name;
        String lower = name.substring(0, Math.max(0, name.length() - 4)) + ".sql";
        if (sql(name) && accepted(lower)) {
            return List.of(domain.move(path, domain.folder() + "/" + lower));
        }
        if (sql(name)) {
            return List.of("rename it; " + FORMS);
        }
        return List.of("move or remove it: " + ShellCommand.of("rm", path), OTHERS);
    }
}
