package dev.bailiwick.checks;

import static dev.bailiwick.model.catalog.Violation.Kind.ALTERS;
import static dev.bailiwick.model.catalog.Violation.Kind.CREATES;
import static dev.bailiwick.model.catalog.Violation.Kind.DROPS;
import static dev.bailiwick.model.catalog.Violation.Kind.RECORDS;
import static dev.bailiwick.model.catalog.Violation.Kind.REFERS;

import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a section did beyond its domain, each object once, with its line and the way out. */
public final class GuardReport {
    /** What names a marker option without quotes; other names can't be let through one by one. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private static final Set<String> PARTS = Set.of(
            "index",
            "sequence",
            "trigger",
            "policy",
            "rule",
            "constraint",
            "table constraint",
            "default value",
            "table column",
            "statistics object");

    private final Ran ran;
    private final Domain domain;
    private final List<Domain> domains;

    /**
     * What was run.
     *
     * @param path the file as the user knows it
     * @param text the text that the section points into
     * @param down whether it is the way back
     */
    public record Ran(Domain domain, String path, Text text, Section section, boolean down) {
        private String title() {
            return down ? path + " (down)" : path;
        }
    }

    /**
     * About one section.
     *
     * @param domains all of the project, to tell whose a schema is
     */
    public GuardReport(Ran ran, List<Domain> domains) {
        this.ran = ran;
        this.domain = ran.domain();
        this.domains = List.copyOf(domains);
    }

    /** Each object once: a table that was made stands for its parts, and a part for the table that it changed. */
    public static List<Violation> distinct(List<Violation> violations) {
        return violations.stream()
                .filter(violation -> violations.stream().noneMatch(other -> covers(other, violation)))
                .sorted(Comparator.comparing(Violation::kind)
                        .thenComparing(Violation::object)
                        .thenComparing(Violation::to))
                .toList();
    }

    private static boolean covers(Violation other, Violation violation) {
        if (other.equals(violation)) {
            return false;
        }
        if (violation.kind() == REFERS) {
            // A foreign key depends on its target's index, too.
            return other.kind() == REFERS
                    && other.object().equals(violation.object())
                    && violation.toType().equals("index")
                    && !other.toType().equals("index");
        }
        if ((other.kind() != CREATES && other.kind() != DROPS)
                || !other.schema().equals(violation.schema())) {
            return false;
        }
        if (other.type().equals("schema")) {
            return other.kind() == violation.kind();
        }
        if (!other.name().equals(violation.name()) || violation.kind() == RECORDS) {
            return false;
        }
        if (!part(other)) {
            return part(violation) || violation.kind() == ALTERS;
        }
        boolean itsIndex = violation.type().equals("index")
                && other.type().endsWith("constraint")
                && other.object().startsWith(last(violation) + " on ");
        return itsIndex
                || (other.kind() == CREATES
                        && violation.kind() == ALTERS
                        && (!part(violation) || other.object().equals(violation.object())));
    }

    private static boolean part(Violation violation) {
        return PARTS.contains(violation.type());
    }

    private static String last(Violation violation) {
        return violation.object().substring(violation.object().lastIndexOf('.') + 1);
    }

    /** One failure for each object. */
    public List<Failure> failures(List<Violation> violations, String state) {
        List<Failure> failures = new ArrayList<>();
        for (Violation violation : distinct(violations)) {
            failures.add(new Failure(sentence(violation), place(violation), null, state, next(violation)));
        }
        return failures;
    }

    /** One sentence about one object. */
    public String sentence(Violation violation) {
        return ran.title() + " " + words(violation);
    }

    private String words(Violation violation) {
        String object = (violation.type() + " " + violation.object()).strip();
        return switch (violation.kind()) {
            case CREATES ->
                (violation.type().equals("function") ? "creates or replaces " : "creates ") + object + whose(violation);
            case ALTERS ->
                violation.schema().isEmpty()
                        ? "changes " + object + " for the whole database"
                        : (violation.type().equals("schema") ? "creates or changes " : "changes ")
                                + object
                                + whose(violation);
            case DROPS -> "drops " + object + whose(violation);
            case TAKES -> "takes " + object + whose(violation) + ", away from there";
            case HIDES ->
                "closes all cursors, also that of the domain guard, which can't tell any more what was changed or dropped";
            case WRITES -> "writes rows of " + object + whose(violation);
            case RECORDS -> "writes into " + violation.object() + ", the domain's own history";
            case REFERS ->
                "makes " + referring(violation) + " depend on " + violation.toType() + " " + violation.to() + ", and "
                        + domain.name() + " does not require "
                        + owner(violation.toSchema()).map(Domain::name).orElse("schema " + violation.toSchema());
        };
    }

    /** A view is known by the rule that is its query. */
    private static String referring(Violation violation) {
        String query = "\"_RETURN\" on ";
        return violation.object().startsWith(query)
                ? "view " + violation.object().substring(query.length())
                : violation.type() + " " + violation.object();
    }

    private String whose(Violation violation) {
        if (violation.schema().isEmpty()) {
            return ", which concerns the whole database";
        }
        return owner(violation.schema())
                .map(owner -> ", which belongs to domain " + owner.name())
                .orElse(", outside of schema " + domain.schema());
    }

    /** The domain whose schema this is. */
    private Optional<Domain> owner(String schema) {
        return domains.stream().filter(other -> other.schema().equals(schema)).findFirst();
    }

    private List<String> next(Violation violation) {
        List<String> next = new ArrayList<>();
        if (violation.kind() != REFERS
                && domain.otherHistories().contains(violation.schema() + "." + violation.name())) {
            return List.of("take that statement out: only Bailiwick writes it; a person says it with mark and repair");
        }
        switch (violation.kind()) {
            case HIDES -> {
                next.add("take CLOSE ALL out: cursors end with the transaction");
                next.add("or close them by their names");
            }
            case RECORDS -> next.add("leave the history to mark and repair: take that statement out");
            case REFERS -> {
                owner(violation.toSchema())
                        .ifPresent(other -> next.add("if " + domain.name() + " builds on " + other.name()
                                + ": requires=" + String.join(",", required(other)) + " in " + domain.folder()
                                + "/domain.properties"));
                touch(violation.toSchema(), violation.toName(), next);
            }
            case CREATES -> {
                if (!violation.schema().isEmpty()
                        && !part(violation)
                        && !violation.type().equals("schema")) {
                    next.add("put it into schema " + domain.schema()
                            + (violation.type().equals("extension")
                                    ? ": CREATE EXTENSION … SCHEMA " + domain.schema()
                                    : ": " + domain.schema() + "." + violation.name()));
                }
                elsewhere(violation, next);
                touch(violation.schema(), violation.name(), next);
            }
            default -> {
                elsewhere(violation, next);
                touch(violation.schema(), violation.name(), next);
            }
        }
        next.replaceAll(way -> next.indexOf(way) == 0 ? way : "or " + way);
        return next;
    }

    private List<String> required(Domain other) {
        List<String> required = new ArrayList<>(domain.requires());
        required.add(other.name());
        return required;
    }

    private void elsewhere(Violation violation, List<String> next) {
        owner(violation.schema())
                .ifPresent(other -> next.add("move the statement into a migration of domain " + other.name()));
        if (violation.schema().isEmpty()) {
            next.add("move the statement into a migration of domain public");
        }
    }

    private void touch(String schema, String name, List<String> next) {
        if (schema.isEmpty() || !PLAIN.matcher(schema).matches()) {
            return;
        }
        String touched =
                name.isEmpty() || name.equals(schema) || !PLAIN.matcher(name).matches() ? schema : schema + "." + name;
        List<String> all = new ArrayList<>(ran.section().touches());
        all.add(touched);
        next.add("where it is meant, let this file do it: touches:" + String.join(",", all) + " behind its marker");
    }

    /** The one statement that names the object; null where none does, or several do. */
    private @Nullable Place place(Violation violation) {
        String object = violation.kind() == REFERS ? violation.to() : violation.object();
        String name = part(violation) && violation.kind() != REFERS ? part(object) : bare(object);
        if (name.isEmpty()) {
            return null;
        }
        Pattern word = Pattern.compile(
                "(?<![\\p{L}\\p{N}_$])([\\p{L}\\p{N}_$]+\\.)?" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_$])",
                Pattern.CASE_INSENSITIVE);
        int found = -1;
        for (Statement statement : ran.section().sent()) {
            Matcher matcher = word.matcher(ran.text()).region(statement.start(), statement.end());
            matcher.useTransparentBounds(true);
            if (matcher.find()) {
                if (found >= 0) {
                    return null;
                }
                found = matcher.start();
            }
        }
        return found < 0 ? null : Place.of(ran.path(), ran.text(), found);
    }

    /** {@code stamp} of {@code stamp on public.users}, which a statement names first. */
    private static String part(String object) {
        int on = object.indexOf(" on ");
        return on < 0 ? bare(object) : unquoted(object.substring(0, on));
    }

    /** {@code users} of {@code public.users}, {@code f} of {@code hr.f(integer)}. */
    private static String bare(String object) {
        int parenthesis = object.indexOf('(');
        String name = parenthesis < 0 ? object : object.substring(0, parenthesis);
        return unquoted(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }
}
