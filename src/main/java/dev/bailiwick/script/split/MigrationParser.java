package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.GitConflictMarkers;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the text of a migration file or a seed into sections and statements, without a server. */
public final class MigrationParser {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private MigrationParser() {}

    /**
     * Reads a migration.
     *
     * @param file the path that findings show
     * @param filename the name within the domain's folder
     * @param text the whole file; a byte order mark at its beginning is dropped
     * @throws InvalidScriptException with everything that is wrong in the file
     */
    public static Migration parse(String file, String filename, Text text) throws InvalidScriptException {
        return parse(file, filename, text, token -> {});
    }

    /** See {@link #parse(String, String, Text)}. */
    public static Migration parse(String file, String filename, String text) throws InvalidScriptException {
        return parse(file, filename, Text.of(text));
    }

    static Migration parse(String file, String filename, Text text, Consumer<Token> trail) {
        Text sql = withoutMark(text);
        ScriptFindings findings = findings(file, sql);
        FileOutline outline = new FileOutline(sql, findings);
        boolean complete = new Splitter(sql, findings, false, trail, outline).run();
        outline.finish(complete);
        refuse(findings);
        Section up = outline.up();
        if (up == null) {
            throw new IllegalStateException("a file without an up section passed: " + file);
        }
        return new Migration(filename, sql, up, outline.down());
    }

    /**
     * Reads a seed: a file without markers, which is one section from its first to its last character.
     *
     * @param text the whole file without a byte order mark, because the section's offsets point into it
     * @throws InvalidScriptException with everything that is wrong in the file
     */
    public static Section parseSeed(String file, Text text) throws InvalidScriptException {
        ScriptFindings findings = findings(file, text);
        List<ClassifiedStatement> cuts = new ArrayList<>();
        new Splitter(text, findings, true, token -> {}, cuts::add).run();
        List<Statement> statements = TransactionCommands.settle(true, "", cuts, findings);
        refuse(findings);
        return new Section(0, text.length(), true, false, Limits.NONE, List.of(), statements);
    }

    private static Text withoutMark(Text text) {
        return text.startsWith(BYTE_ORDER_MARK, 0) ? text.subSequence(1, text.length()) : text;
    }

    /** A file with NUL characters is most often UTF-16, and one with a conflict is two: nothing else is worth saying. */
    private static ScriptFindings findings(String file, Text text) {
        ScriptFindings findings = new ScriptFindings(file, text);
        int nul = text.indexOf('\0', 0);
        if (nul >= 0) {
            findings.add(nul, "a NUL character, which PostgreSQL can't take in a text", "save the file as UTF-8 text");
            refuse(findings);
        }
        GitConflictMarkers.find(text, findings);
        refuse(findings);
        return findings;
    }

    private static void refuse(ScriptFindings findings) {
        if (!findings.isEmpty()) {
            throw new InvalidScriptException(findings.list());
        }
    }
}
