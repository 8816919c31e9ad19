package dev.bailiwick.script.psql;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;

/** A backslash command: psql runs it by itself, the server never sees it. */
public final class PsqlCommand {

    private PsqlCommand() {}

    /** The command with its backslash and without its arguments. */
    public static String name(Text text, Token token) {
        int end = token.start() + 1;
        while (end < token.end()
                && end < token.start() + 40
                && !Scanner.isBlank(text.charAt(end))
                && text.charAt(end) != '\\') {
            end++;
        }
        return text.substring(token.start(), end);
    }

    /** The pair that pg_dump writes around its output since August 2025. */
    public static boolean isIgnored(String name) {
        return name.equals("\\restrict") || name.equals("\\unrestrict");
    }

    /** Whether psql sends the statement before it. */
    public static boolean sends(String name) {
        return name.startsWith("\\g") || name.equals("\\crosstabview") || name.equals("\\watch");
    }

    public static String what(String name) {
        return switch (name) {
            case "\\." -> "\\. ends COPY data, but no data lines are open here";
            case "\\restrict", "\\unrestrict" -> name + " of psql stands within a statement";
            default -> name + " is a command of psql that the server doesn't know";
        };
    }

    public static String mend(String name) {
        return switch (name) {
            case "\\." -> "end the COPY … FROM STDIN statement with ; so that its data can follow";
            case "\\restrict", "\\unrestrict" -> "end the statement before it with ;";
            case "\\copy" -> "write COPY … FROM STDIN; with the data lines and \\. behind it, or make a seed of it";
            case "\\i", "\\ir", "\\include", "\\include_relative" -> "put the SQL of that file in its place";
            case "\\c", "\\connect" -> "take it out, a migration runs in the database it is meant for";
            case "\\encoding" -> "save the file as UTF-8 and take it out";
            case "\\;" -> "write ; alone";
            case "\\set", "\\unset", "\\gset", "\\if", "\\elif", "\\else", "\\endif" ->
                "take it out: variables of psql don't exist here, current_setting('bailiwick.name') reads --set values";
            case "\\g", "\\gx", "\\gdesc" -> "end the statement with ; in its place";
            case "\\gexec" -> "write a DO block that runs the rows with EXECUTE";
            default -> "take it out, or write SQL in its place";
        };
    }
}
