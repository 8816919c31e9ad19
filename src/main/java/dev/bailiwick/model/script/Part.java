package dev.bailiwick.model.script;

import java.util.List;

/** What goes to the server in one go: SQL as it stands in the file, or a COPY with its data lines. */
public sealed interface Part {

    /** UTF-16 offset in the file of the first character that is sent. */
    int start();

    /**
     * The SQL that is sent. Character {@code i} of it stands at {@code start + i} in the file, because what must not be
     * sent (a framing BEGIN or COMMIT, pg_dump's {@code \restrict} lines) is blanked, not cut out.
     */
    String text();

    /** Where in the file an offset in {@link #text} stands. */
    default int at(int offset) {
        return start() + offset;
    }

    /** How many statements of its section it holds, where it runs outside a transaction. */
    default int statements() {
        return 1;
    }

    /** How its end can be found out, where it runs outside a transaction. */
    default Recovery recovery() {
        return new Recovery.Recorded();
    }

    /** What its text lets expect that it leaves in its session and a new one can't be given; empty for most. */
    default String mayLeave() {
        return "";
    }

    /**
     * SQL that is sent as one message: one statement or many.
     *
     * @param sql the text, or a view of the file's, which takes no memory of its own
     */
    record Sql(int start, CharSequence sql) implements Part {
        @Override
        public String text() {
            return sql.toString();
        }
    }

    /** One statement of a section that runs outside a transaction. */
    record Single(int start, String text, Recovery recovery, String mayLeave) implements Part {}

    /**
     * A {@code BEGIN … COMMIT} block of a section that runs outside a transaction: one step, in a transaction of its own.
     *
     * @param start where its BEGIN stands
     * @param text all of it as it is written
     * @param opening its BEGIN as it is written, with what it asks for
     * @param parts what stands in it
     * @param closing its COMMIT, or its ROLLBACK
     * @param keeps whether it changes anything: not where it is read only or rolled back
     * @param settings its statements that set up the session, which outlast it
     * @param statements how many there are in it
     * @param mayLeave what its statements may leave in the session
     */
    record Block(
            int start,
            String text,
            String opening,
            List<Part> parts,
            String closing,
            boolean keeps,
            List<String> settings,
            int statements,
            String mayLeave)
            implements Part {

        public Block {
            parts = List.copyOf(parts);
            settings = List.copyOf(settings);
        }

        @Override
        public Recovery recovery() {
            return keeps ? new Recovery.Recorded() : new Recovery.Repeatable();
        }
    }

    /**
     * A {@code COPY … FROM STDIN} and the data lines that follow it in the file.
     *
     * @param dataStart first character of the data lines
     * @param dataEnd after the line end of the last data line
     */
    record CopyIn(int start, String text, int dataStart, int dataEnd) implements Part {}

    /**
     * psql's {@code \copy} as the server understands it: {@code COPY … FROM STDIN …}, with the data in a file of its own.
     *
     * @param file the data file as it is written
     * @param seam offset in the text after {@code FROM STDIN}
     * @param grown how much longer the text before the seam is than what it stands for in the file
     */
    record CopyFile(int start, String text, String file, int seam, int grown) implements Part {
        @Override
        public int at(int offset) {
            return offset < seam ? Math.min(start + offset, start + seam - grown) : start + offset - grown;
        }
    }
}
