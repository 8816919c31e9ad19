package dev.bailiwick.render;

import dev.bailiwick.model.*;
import java.util.List;

public final class StatusText {
    private StatusText() {}

    public static String of(List<DomainStatus> n, Style s, int w) {
        StringBuilder b = new StringBuilder();
        n.forEach(d -> {
            b.append(d.domain().name() + "\n");
            d.files().forEach(f -> b.append("  " + f.state() + " " + f.filename() + "\n"));
            b.append(d.changes() + "\n");
        });
        return b.toString();
    }

    public static String totals(List<DomainStatus> n, Style s) {
        return "";
    }
}
