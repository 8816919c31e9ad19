package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that PostgreSQL takes without quotes, for schemas, tables and roles. */
public final class Identifier {
    /** NAMEDATALEN - 1 (manual, "Identifiers and Key Words"). */
    public static final int LONGEST = 63;

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** Key words that can't name a schema without quotes: manual, appendix "SQL Key Words", version 18. */
    private static final Set<String> RESERVED = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
            collation column concurrently constraint create cross current_catalog current_date current_role
            current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
            except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
            is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
            only or order outer overlaps placing primary references returning right select session_user similar some
            symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when
            where window with
            """.split("\\s+"));

    private Identifier() {}

    /** Why a name can't be one, as the second half of a sentence; null where it can. */
    public static @Nullable String problem(String name) {
        if (!PLAIN.matcher(name).matches()) {
            return "a name is made of small letters a-z, digits and _, and begins with no digit";
        }
        int length = name.getBytes(UTF_8).length;
        if (length > LONGEST) {
            return "a name has at most " + LONGEST + " bytes, this one has " + length;
        }
        return RESERVED.contains(name) ? name + " is a key word of SQL and would need quotes in every statement" : null;
    }

    /** The same for the name of a schema, which PostgreSQL restricts further. */
    public static @Nullable String problemOfSchema(String name) {
        if (name.startsWith("pg_")) {
            return "PostgreSQL keeps names that begin with pg_ to itself";
        }
        if (name.equals("information_schema")) {
            return "PostgreSQL has a schema of that name";
        }
        return problem(name);
    }

    /** The nearest name that can be one of a schema; null where nothing of it can be kept. */
    public static @Nullable String nearest(String name) {
        String near = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]+", "_")
                .replaceAll("^_+(?=.)|_+$", "")
                .replaceAll("^(pg_+)+", "");
        if (near.isEmpty()) {
            return null;
        }
        if (near.equals("information_schema")) {
            return "information";
        }
        if (RESERVED.contains(near)) {
            return near + "_";
        }
        String named = Character.isDigit(near.charAt(0)) ? "_" + near : near;
        return named.substring(0, Math.min(LONGEST, named.length()));
    }
}
