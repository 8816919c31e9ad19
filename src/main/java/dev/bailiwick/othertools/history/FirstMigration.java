package dev.bailiwick.othertools.history;

import dev.bailiwick.model.history.Adoption.Checksum;
import dev.bailiwick.model.history.Adoption.How;
import dev.bailiwick.model.history.Adoption.Taken;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A migration that makes a schema as another tool has left it, out of what pg_dump says of that schema. */
public final class FirstMigration {
    /** Limits of pg_dump's own session, of which older servers don't know all. */
    private static final Pattern LIMIT = Pattern.compile("(?m)^SET \\w+_timeout = 0;\\n");

    /** The domain's schema is there before its first migration runs. */
    private static final Pattern SCHEMA = Pattern.compile("(?m)^CREATE SCHEMA (?!IF NOT EXISTS)");

    /** What newer releases of pg_dump put around it, with another word each time: the same schema is the same text. */
    private static final Pattern RESTRICTION = Pattern.compile("(?m)^\\\\(?:un)?restrict \\w+\\n+");

    private final OtherToolRows history;

    public FirstMigration(OtherToolRows history) {
        this.history = history;
    }

    /** Its name: it stands for all files of the tool, and has the version of the last; nothing where none has a version. */
    public Optional<String> filename() {
        return history.entries().stream()
                .map(entry -> entry.name())
                .filter(name -> name.versioned() && !name.dotted())
                .reduce((a, b) -> a.upTo(b) ? b : a)
                .map(name ->
                        name.version().part(0) + "_as_" + history.tool().word().replace('-', '_') + "_left_it.sql");
    }

    /** Its text. */
    public String text(String schema, String dump) {
        String plain = RESTRICTION.matcher(dump).replaceAll("");
        String sql = SCHEMA.matcher(LIMIT.matcher(plain).replaceAll("")).replaceFirst("CREATE SCHEMA IF NOT EXISTS ");
        return "-- Schema " + schema + " as " + history.tool().label() + " has left it, by pg_dump.\n\n-- migrate:up\n"
                + sql.strip() + "\n\n-- migrate:down irreversible\n";
    }

    /** What it takes over: everything. */
    public Taken taken(String filename) {
        List<OtherToolEntry> entries = history.entries();
        OtherToolEntry last = entries.get(entries.size() - 1);
        return new Taken(
                filename,
                entries.stream().map(OtherToolEntry::id).toList(),
                How.UP_TO,
                Checksum.NONE,
                last.run().at(),
                last.run().by(),
                0,
                last.run().batch());
    }
}
