package dev.bailiwick.model.script;

/**
 * One SQL statement of a section. Offsets are UTF-16 code units in {@link Migration#text()}.
 *
 * @param start its first character: leading blanks and comments are not part of it
 * @param end after its semicolon, or after its last character where the semicolon is missing
 * @param kind how it has to be sent
 * @param dataStart first character of the COPY data lines, or of what names a file in {@code \copy}; {@code -1} unless
 *     kind is {@link Kind#COPY_IN} or {@link Kind#COPY_FILE}
 * @param dataEnd after the line end of the last data line, before a closing {@code \.} line, or after the file's name;
 *     {@code -1} unless COPY_IN or COPY_FILE
 */
public record Statement(int start, int end, Kind kind, int dataStart, int dataEnd) {

    /** How a statement reaches the server. */
    public enum Kind {
        /** As text. */
        SQL,
        /** {@code COPY … FROM STDIN}: as text, followed by data lines in COPY mode. */
        COPY_IN,
        /** psql's {@code \copy … from 'file'}, only in seeds: as COPY FROM STDIN, with the file's content as data. */
        COPY_FILE,
        /** A BEGIN or COMMIT that frames the section and is not sent: our own transaction takes its place. */
        FRAME
    }

    /** A statement that is sent as text. */
    public static Statement sql(int start, int end) {
        return new Statement(start, end, Kind.SQL, -1, -1);
    }
}
