package dev.bailiwick.render;

import dev.bailiwick.model.*;
import java.util.List;

public final class FailureText {
    private FailureText() {}

    public static String of(List<Failure> f, Style s, int w) {
        StringBuilder b = new StringBuilder();
        for (Failure x : f) {
            b.append("error: " + x.what() + "\n");
            if (x.where() != null)
                b.append(" at " + x.where() + "\n  " + x.where().lineText() + "\n");
            if (x.said() != null) b.append(" pg: " + x.said().lines() + "\n");
            x.details().forEach(d -> b.append("   " + d + "\n"));
            b.append(" now: " + x.state() + "\n");
            x.next().forEach(d -> b.append(" next: " + d + "\n"));
        }
        return b.toString();
    }
}
