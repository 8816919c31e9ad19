package dev.bailiwick.cli;

import dev.bailiwick.cli.console.Version;
import dev.bailiwick.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the same what differs from run to run: times, names of databases and roles, ports. Columns stay columns. */
final class Scrub {
    private static final String DURATION = "\\d+(?:\\.\\d)? (?:ms|s)";
    private static final Pattern HEADS = Pattern.compile("(  +state +file +(?:batch +)?applied at +)by( +time)?");
    private static final Pattern CELLS = Pattern.compile("(\\S+) +(" + DURATION + ")|(\\S+)");
    private static final Pattern STEP = Pattern.compile("(?m)^(  [✓↩] .*?)( *" + DURATION + ")(  \\d+ rows?)?$");

    private final TestDatabase database;

    Scrub(TestDatabase database) {
        this.database = database;
    }

    String text(String printed) {
        String text = printed.replace(database.name() + "_", "")
                .replace(database.name(), "hospital")
                .replace(database.host() + ":" + database.port(), "db.local:5432")
                .replaceAll(
                        "\\d{4}-\\d{2}-\\d{2}([ T])\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})",
                        "2026-01-01$10:00:00$2")
                .replace("2026-01-01 0:", "2026-01-01 00:")
                .replace("2026-01-01T0:", "2026-01-01T00:")
                .replaceAll("(\"host\": )\"127.0.0.1\"", "$1\"db.local\"")
                .replaceAll("(\"port\": )\\d+", "$15432")
                .replaceAll("(\"system_identifier\": )(\"\\d+\"|null)", "$1\"7000000000000000000\"")
                .replaceAll("\"(execution_time_ms)\": \\d+", "\"$1\": 0")
                .replaceAll("PostgreSQL \\d+\\.\\d+", "PostgreSQL 18.0")
                .replaceAll("\"server_version\": \"[^\"]+\"", "\"server_version\": \"18.0\"")
                .replaceAll("\"(waited_ms|round_trip_us)\": \\d+", "\"$1\": 400")
                .replaceAll("round trip: \\d+\\.\\d ms", "round trip: 0.4 ms")
                .replaceAll("(time zone |\"time_zone\": \")[\\w/+-]+", "$1Etc/UTC")
                .replaceAll("\\bpid \\d+", "pid 4711")
                .replaceAll("pg_terminate_backend\\(\\d+\\)", "pg_terminate_backend(4711)")
                .replaceAll("in transaction, for \\d+ s", "in transaction, for 0 s")
                .replace(Version.text(), "0.1.0");
        text = STEP.matcher(tables(text.lines().toList()))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + " ".repeat(found.group(2).length() - "0 ms".length()) + "0 ms"
                                + (found.group(3) == null ? "" : found.group(3))));
        return text.replaceAll("\\b" + DURATION + " at the server", "0 ms at the server");
    }

    /** The two last columns of a status table are as wide as names and times that differ from run to run. */
    private static String tables(List<String> lines) {
        List<String> text = new ArrayList<>();
        int from = -1;
        for (String line : lines) {
            Matcher heads = HEADS.matcher(line);
            if (heads.matches()) {
                from = heads.group(1).length();
                text.add(heads.group(1) + (heads.group(2) == null ? "by" : "by      time"));
                continue;
            }
            from = line.isEmpty() ? -1 : from;
            boolean row = from > 0 && line.length() > from && !line.startsWith("      ");
            Matcher cells = CELLS.matcher(row ? line.substring(from) : "");
            text.add(
                    cells.matches()
                            ? line.substring(0, from)
                                    + (cells.group(2) == null
                                            ? cells.group(3)
                                            : String.format("%-6s  0 ms", cells.group(1)))
                            : line);
        }
        return String.join("\n", text);
    }
}
