package dev.bailiwick.script.split;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.part.SectionParts;
import dev.bailiwick.script.scan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A parsed file as a person reads it: its sections, statements and parts, or what is wrong in it. */
final class Listing {

    private static final String FILE = "input.sql";

    private final String text;
    private final StringBuilder out = new StringBuilder();

    private Listing(String text) {
        this.text = text;
    }

    static String of(String text, Consumer<Token> trail) {
        String shown = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Listing listing = new Listing(shown);
        try {
            listing.migration(MigrationParser.parse(FILE, FILE, Text.of(text), trail));
        } catch (InvalidScriptException e) {
            e.findings().forEach(listing::finding);
        }
        return listing.out.toString();
    }

    private void migration(Migration migration) {
        section("up", migration, migration.up());
        Section down = migration.down();
        if (down == null) {
            line("no down");
        } else {
            section("down", migration, down);
        }
    }

    private void section(String name, Migration migration, Section section) {
        List<String> words = new ArrayList<>(List.of(name + " " + span(section.start(), section.end())));
        if (!section.transaction()) {
            words.add("transaction:false");
        }
        if (section.irreversible()) {
            words.add("irreversible");
        }
        Limits limits = section.limits();
        if (limits.lockTimeout() != null) {
            words.add("lock_timeout:" + limits.lockTimeout());
        }
        if (limits.statementTimeout() != null) {
            words.add("statement_timeout:" + limits.statementTimeout());
        }
        if (limits.lockRetry() != null) {
            words.add("lock_retry:" + limits.lockRetry());
        }
        if (!section.touches().isEmpty()) {
            words.add("touches:" + String.join(",", section.touches()));
        }
        line(String.join(" ", words));
        for (Statement statement : section.statements()) {
            String sql = text.substring(statement.start(), statement.end());
            line("  " + statement.kind() + " " + span(statement.start(), statement.end()) + "  " + brief(sql));
            if (statement.kind() == Statement.Kind.COPY_IN) {
                data("    data ", statement.dataStart(), statement.dataEnd());
            }
        }
        parts(SectionParts.of(migration, section));
    }

    private void parts(List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof Part.CopyIn copy) {
                line("  > copy " + at(copy.start()) + "  " + brief(copy.text()));
                data("    > data ", copy.dataStart(), copy.dataEnd());
            } else {
                line("  > sql " + span(part.start(), part.start() + part.text().length()) + "  " + brief(part.text()));
            }
        }
    }

    private void data(String label, int start, int end) {
        String data = text.substring(start, end);
        line(label + span(start, end) + "  " + visible(data).lines().toList());
    }

    private void finding(Finding finding) {
        Place where = finding.where();
        line(where + ": " + finding.what());
        String before = where.lineText().substring(0, where.lineText().offsetByCodePoints(0, where.column() - 1));
        if (where.lineText().length() < 200) {
            line("    | " + visible(where.lineText()));
            line("    | "
                    + " "
                            .repeat(visible(before)
                                    .codePointCount(0, visible(before).length())) + "^");
        }
        line("    " + finding.mend());
    }

    private String span(int start, int end) {
        return at(start) + "-" + at(end);
    }

    private String at(int offset) {
        Place place = Place.of(FILE, text, offset);
        return place.line() + ":" + place.column();
    }

    /** One line, with the middle left out where it is long. */
    private static String brief(String sql) {
        String flat = visible(sql.strip().replaceAll("[ \t\r\n]+", " "));
        return flat.length() <= 100 ? flat : flat.substring(0, 70) + " … " + flat.substring(flat.length() - 25);
    }

    /** Control characters and invisible ones by number; line ends are left as they are. */
    private static String visible(String string) {
        Function<Integer, String> show =
                c -> c != '\n' && c != '\r' && (c < ' ' || c == 0x7f || c == 0xa0 || c == 0xfeff)
                        ? String.format("<%X>", c)
                        : Character.toString(c);
        StringBuilder shown = new StringBuilder();
        string.codePoints().forEach(c -> shown.append(show.apply(c)));
        return shown.toString().replace("\r\n", "\n").replace("\r", "<D>");
    }

    private void line(String line) {
        out.append(line.stripTrailing()).append('\n');
    }
}
