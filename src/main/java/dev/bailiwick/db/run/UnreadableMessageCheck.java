package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what keeps the server from reading a message at all, of which it ran nothing then.
 *
 * <p>A character that the database's encoding lacks is refused before the text is parsed, in a comment as well; what an escape
 * string comes to is looked at when it is parsed. Neither error comes with a position.
 */
public final class UnreadableMessageCheck {
    /** untranslatable_character: the server names its bytes, in UTF-8. */
    static final String LACKS_CHARACTER = "22P05";

    /** character_not_in_repertoire: an escape string that is no text. */
    private static final String NO_TEXT = "22021";

    /** What the server says of a text as a whole: that, a nesting or a length beyond its limits. */
    private static final Set<String> STATES = Set.of(LACKS_CHARACTER, NO_TEXT, "54000", "54001");

    private static final Pattern BYTES = Pattern.compile("(?:0x[0-9a-f]{2} ?)+");

    /** Strings, comments and dollar quotes; of the first kind alone the server resolves what stands in them. */
    private static final Pattern LITERAL = Pattern.compile(
            "([eE]'(?:[^'\\\\]|''|\\\\.)*+')|'(?:[^']|'')*+'|\"[^\"]*+\"|--[^\n]*+|\\$(\\w*)\\$.*?\\$\\2\\$",
            Pattern.DOTALL);

    private static final String PROBED = "BWPRB";

    private UnreadableMessageCheck() {}

    /** Whether an error without a position may mean a message as a whole; it does where nothing was answered before it. */
    static boolean may(SQLException e) {
        return SimpleQueryChannel.position(e) <= 0 && STATES.contains(String.valueOf(e.getSQLState()));
    }

    /**
     * The first character of a unit that the database's encoding lacks: in its section, else elsewhere in its file, which is kept with
     * the history; -1 where it is none of these.
     */
    public static int lacked(SectionRun unit, SQLException e) {
        String character = character(e);
        if (character == null) {
            return -1;
        }
        int inSection = unit.text().indexOf(character, unit.section().start());
        if (inSection >= 0 && inSection < unit.section().end()) {
            return inSection;
        }
        return unit.source() == null ? -1 : unit.text().indexOf(character, 0);
    }

    /** Whether a unit's name has the character that the database's encoding lacks. */
    static boolean lackedByName(SectionRun unit, SQLException e) {
        String character = character(e);
        return character != null && unit.filename().contains(character);
    }

    private static @Nullable String character(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        if (said == null || !said.sqlState().equals(LACKS_CHARACTER)) {
            return null;
        }
        Matcher bytes = BYTES.matcher(said.message());
        if (!bytes.find()) {
            return null;
        }
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        for (String one : bytes.group().strip().split(" ")) {
            utf8.write(Integer.parseInt(one.substring(2), 16));
        }
        return utf8.toString(StandardCharsets.UTF_8);
    }

    /**
     * Asks the server which statement it can't read, and where in it: it gets more and more of the text, behind a statement
     * that fails, so that nothing of it is run.
     *
     * @param session without an open transaction
     * @return an offset of the unit's text; -1 where the server reads all of it
     */
    static int refused(SectionRun unit, Session session, SQLException e) throws SQLException {
        for (Part part : unit.parts()) {
            if (part instanceof Part.Sql && refuses(session, part.text(), e)) {
                return part.at(refused(unit, part, session, e));
            }
        }
        return -1;
    }

    private static int refused(SectionRun unit, Part part, Session session, SQLException e) throws SQLException {
        String text = part.text();
        List<Integer> starts = unit.section().sent().stream()
                .map(statement -> statement.start() - part.start())
                .filter(start -> start > 0 && start < text.length())
                .toList();
        int begin = 0;
        int low = 0;
        int high = starts.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (refuses(session, text.substring(0, starts.get(middle)), e)) {
                high = middle;
            } else {
                begin = starts.get(middle);
                low = middle + 1;
            }
        }
        int end = high < starts.size() ? starts.get(high) : text.length();
        return NO_TEXT.equals(e.getSQLState()) ? literal(session, text, begin, end, e) : begin;
    }

    /** The escape string of a statement that is no text; else the statement's beginning. */
    private static int literal(Session session, String text, int begin, int end, SQLException e) throws SQLException {
        Matcher literals = LITERAL.matcher(text).region(begin, end);
        while (literals.find()) {
            if (literals.group(1) != null && refuses(session, "SELECT " + literals.group(1), e)) {
                return literals.start();
            }
        }
        return begin;
    }

    private static boolean refuses(Session session, String text, SQLException e) throws SQLException {
        try {
            session.run(
                    "DO $bailiwick$ BEGIN RAISE 'not run' USING ERRCODE = '" + PROBED + "'; END $bailiwick$;\n" + text);
            throw new IllegalStateException("the server ran what it was to read alone");
        } catch (SQLException said) {
            if (SqlFailure.lost(said)) {
                throw said;
            }
            return e.getSQLState().equals(said.getSQLState()) && SimpleQueryChannel.position(said) <= 0;
        }
    }

    /** A text in ASCII, which every encoding has: what else it holds is written as its number. */
    public static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> ascii.append(c < 128 ? Character.toString(c) : String.format("\\u%04x", c)));
        return ascii.toString();
    }
}
