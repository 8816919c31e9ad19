package dev.bailiwick.model;

/** A stretch of a section that is sent in one go. Offsets are UTF-16 code units in {@link Migration#text()}. */
public sealed interface Part {

    /** Where its text begins in the file. */
    int start();

    /** The text that is sent. */
    String text();

    /** SQL text, one statement or many. */
    record Sql(int start, String text) implements Part {}

    /** A {@code COPY … FROM STDIN} statement and the data lines that follow it in the file. */
    record CopyIn(int start, String text, int dataStart, int dataEnd) implements Part {}
}
