package dev.bailiwick.render;

import dev.bailiwick.model.*;

public final class RunText {
    private RunText() {}

    public static String domain(String n, int c, Direction d, Style s) {
        return n + ": " + c + " " + d;
    }

    public static String running(String n, Style s) {
        return "  .. " + n;
    }

    public static String notice(ServerMessage n, Style s) {
        return "     " + n.severity() + ": " + n.message();
    }

    public static String done(Step n, Style s) {
        return "  ok " + n.filename() + " " + n.milliseconds() + " ms";
    }

    public static String note(String n, Style s) {
        return "note: " + n;
    }

    public static String summary(RunReport n, Style s) {
        return "done " + n.steps().size();
    }

    public static String plan(RunReport n, Style s) {
        return n.steps().toString();
    }
}
