package dev.bailiwick.script;

import dev.bailiwick.model.Statement;
import dev.bailiwick.script.Command.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits a section's own transaction commands to the one transaction that a section runs in: a BEGIN and a COMMIT that
 * frame it give way to ours, others would tear it apart.
 */
final class Transactions {

    private final boolean transaction;
    private final String marker;
    private final Findings findings;

    /** Whether something ends a transaction that the section begins: then psql may keep a part of it. */
    private boolean ended;

    private Transactions(boolean transaction, String marker, Findings findings) {
        this.transaction = transaction;
        this.marker = marker;
        this.findings = findings;
    }

    /** The statements with the frame marked as such. */
    static List<Statement> settle(boolean transaction, String marker, List<Cut> cuts, Findings findings) {
        return new Transactions(transaction, marker, findings).settle(cuts);
    }

    private List<Statement> settle(List<Cut> cuts) {
        if (transaction && endsEarly(cuts)) {
            return early(cuts);
        }
        ended = cuts.stream().map(cut -> cut.command().effect()).anyMatch(Transactions::ends);
        int last = cuts.size() - 1;
        boolean framed = transaction
                && last > 0
                && opens(cuts.get(0).command().effect())
                && cuts.get(last).command().effect() == Effect.COMMIT;
        List<Statement> statements = new ArrayList<>(cuts.size());
        for (int i = 0; i <= last; i++) {
            Cut cut = cuts.get(i);
            Statement statement = cut.statement();
            if (framed && (i == 0 || i == last)) {
                if (cut.command().effect() == Effect.BEGIN_OTHER) {
                    inTransaction(cut, true, false, true);
                }
                statements.add(new Statement(statement.start(), statement.end(), Statement.Kind.FRAME, -1, -1));
                continue;
            }
            statements.add(statement);
            if (transaction) {
                inTransaction(cut, i == 0, i == last, framed);
            } else {
                inNone(cut);
            }
        }
        return statements;
    }

    /** Whether one transaction begins with the section and ends before its last statement. */
    private static boolean endsEarly(List<Cut> cuts) {
        long others = cuts.stream()
                .map(cut -> cut.command().effect())
                .filter(effect -> opens(effect) || ends(effect))
                .count();
        return others == 2 && opens(cuts.get(0).command().effect()) && commitOf(cuts) < cuts.size() - 1;
    }

    /** The position of the first COMMIT; behind the end where there is none. */
    private static int commitOf(List<Cut> cuts) {
        int i = 0;
        while (i < cuts.size() && cuts.get(i).command().effect() != Effect.COMMIT) {
            i++;
        }
        return i;
    }

    /** One finding is enough for such a pair; what stands between and behind is looked at as without it. */
    private List<Statement> early(List<Cut> cuts) {
        int commit = commitOf(cuts);
        String begin = cuts.get(0).command().name();
        String end = cuts.get(commit).command().name();
        int behind = cuts.size() - 1 - commit;
        add(
                cuts.get(0),
                begin + " has its " + end + " before the end of the section: psql would run the "
                        + (behind == 1 ? "statement" : behind + " statements")
                        + " behind it outside of that transaction, and here all of the section is one",
                "take " + begin + " and " + end + " out");
        for (int i = 1; i < cuts.size(); i++) {
            if (i != commit) {
                inTransaction(cuts.get(i), false, false, true);
            }
        }
        return cuts.stream().map(Cut::statement).toList();
    }

    private static boolean ends(Effect effect) {
        return effect == Effect.COMMIT || effect == Effect.CONTROL;
    }

    private static boolean opens(Effect effect) {
        return effect == Effect.BEGIN || effect == Effect.BEGIN_OTHER;
    }

    private void inTransaction(Cut cut, boolean first, boolean last, boolean framed) {
        String name = cut.command().name();
        switch (cut.command().effect()) {
            case NONE, SAVEPOINT -> {}
            case ALONE -> {
                if (marker.isEmpty()) {
                    add(cut, name + " can't run in a transaction, and a seed is one", "take it out");
                    return;
                }
                String frame = framed ? " and take BEGIN and COMMIT out" : "";
                add(cut, name + " can't run in a transaction", "write " + marker + " transaction:false" + frame);
            }
            case BEGIN_OTHER -> {
                String what = name + " asks for another sort of transaction than ours, read committed and read write";
                add(cut, what, "write " + name + " without options, or take it out with its COMMIT");
            }
            case BEGIN -> begin(cut, name, first);
            case COMMIT -> {
                String what =
                        last ? " has no BEGIN as the first statement" : " would end the section's own transaction";
                add(cut, name + what, last ? "take it out" : "take it out, or split the file here");
            }
            case CONTROL -> add(cut, name + " doesn't fit into the section's own transaction", "take it out");
        }
    }

    private void begin(Cut cut, String name, boolean first) {
        if (first && !ended) {
            String what = name + " has no COMMIT as the last statement, so psql would keep nothing of the section";
            add(cut, what, "write COMMIT; at the end, or take " + name + " out");
        } else {
            add(cut, name + " stands inside the section, which runs in one transaction of its own", "take it out");
        }
    }

    private void inNone(Cut cut) {
        switch (cut.command().effect()) {
            case NONE, ALONE -> {}
            default ->
                add(
                        cut,
                        cut.command().name() + " in a section with transaction:false, whose statements run one by one",
                        "take it out, or take transaction:false out");
        }
    }

    private void add(Cut cut, String what, String mend) {
        findings.add(cut.statement().start(), what, mend);
    }
}
