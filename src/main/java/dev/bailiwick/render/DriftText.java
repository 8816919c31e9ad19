package dev.bailiwick.render;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.report.DomainDrift;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows how schemas differ from what they are compared with, object by object. */
public final class DriftText {
    private final TextStyle style;
    private final boolean twoDatabases;

    /** @param twoDatabases whether another database is compared, not what the last run has left */
    public DriftText(TextStyle style, boolean twoDatabases) {
        this.style = style;
        this.twoDatabases = twoDatabases;
    }

    /** A line for each domain, after it what differs. */
    public String of(List<DomainDrift> drifts) {
        StringBuilder text = new StringBuilder();
        for (DomainDrift drift : drifts) {
            text.append(headline(drift)).append('\n');
            text.append(CatalogText.of(drift.changes(), style));
            drift.notes()
                    .forEach(note ->
                            text.append("  note: ").append(Terminal.line(note)).append('\n'));
            if (drift.drifted() && !twoDatabases) {
                text.append("  to take it as it is: ")
                        .append(ShellCommand.of(
                                "bailiwick", "drift", drift.domain().name(), "--accept"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String headline(DomainDrift drift) {
        String name = Terminal.line(drift.domain().name());
        DomainDrift.Then then = drift.then();
        if (twoDatabases) {
            return drift.drifted() ? name + ": " + count(drift) + " in the other database" : name + ": no difference";
        }
        if (then == null) {
            return name + ": nothing to compare with";
        }
        String when = "(" + UtcTime.text(then.at()) + ", role " + Terminal.line(then.by()) + ", "
                + Terminal.line(then.client()) + ")";
        return drift.drifted()
                ? name + ": " + count(drift) + " since the last run " + when
                : name + ": as the last run left it " + when;
    }

    private static String count(DomainDrift drift) {
        long count = drift.changes().stream().filter(CatalogChange::differs).count();
        return CountText.of(count, "object") + (count == 1 ? " differs" : " differ");
    }

    /** The same for JSON. */
    public static Map<String, Object> facts(List<DomainDrift> drifts) {
        return Map.of("domains", drifts.stream().map(DriftText::fact).toList());
    }

    private static Map<String, @Nullable Object> fact(DomainDrift drift) {
        Map<String, @Nullable Object> fact = new LinkedHashMap<>();
        DomainDrift.Then then = drift.then();
        fact.put("domain", drift.domain().name());
        fact.put("drifted", drift.drifted());
        fact.put("described_at", then == null ? null : UtcTime.iso(then.at()));
        fact.put("described_by", then == null ? null : then.by());
        fact.put("client", then == null ? null : then.client());
        fact.put("changes", CatalogText.facts(drift.changes()));
        fact.put("notes", drift.notes());
        return fact;
    }
}
