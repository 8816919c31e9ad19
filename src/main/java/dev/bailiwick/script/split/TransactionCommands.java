package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.split.StatementKind.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits a section's own transaction commands to the one transaction that a section runs in: a BEGIN and a COMMIT that
 * frame it give way to ours, others would tear it apart.
 */
final class TransactionCommands {

    private final boolean transaction;
    private final String marker;
    private final ScriptFindings findings;

    /** Whether something ends a transaction that the section begins: then psql may keep a part of it. */
    private boolean ended;

    private TransactionCommands(boolean transaction, String marker, ScriptFindings findings) {
        this.transaction = transaction;
        this.marker = marker;
        this.findings = findings;
    }

    /** The statements with the frame marked as such. */
    static List<Statement> settle(
            boolean transaction, String marker, List<ClassifiedStatement> cuts, ScriptFindings findings) {
        return new TransactionCommands(transaction, marker, findings).settle(cuts);
    }

    private List<Statement> settle(List<ClassifiedStatement> cuts) {
        if (!transaction) {
            return new TransactionBlocks(cuts, findings).settle();
        }
        ended = cuts.stream().map(cut -> cut.command().effect()).anyMatch(TransactionCommands::ends);
        int last = cuts.size() - 1;
        boolean framed = last > 0
                && opens(cuts.get(0).command().effect())
                && cuts.get(last).command().effect() == Effect.COMMIT;
        if (severalBlocks(cuts)) {
            return cuts.stream().map(ClassifiedStatement::statement).toList();
        }
        List<Statement> statements = new ArrayList<>(cuts.size());
        for (int i = 0; i <= last; i++) {
            ClassifiedStatement cut = cuts.get(i);
            Statement statement = cut.statement();
            if (framed && (i == 0 || i == last)) {
                if (cut.command().effect() == Effect.BEGIN_OTHER) {
                    inTransaction(cut, true, false, true);
                }
                statements.add(new Statement(statement.start(), statement.end(), Statement.Kind.FRAME, -1, -1));
                continue;
            }
            statements.add(statement);
            inTransaction(cut, i == 0, i == last, framed);
        }
        return statements;
    }

    /** A file that is made of blocks is told so once: each of its BEGIN and COMMIT would be a finding else. */
    private boolean severalBlocks(List<ClassifiedStatement> cuts) {
        List<ClassifiedStatement> begins = begins(cuts);
        boolean onlyRolledBack = begins.size() == 1
                && cuts.stream().anyMatch(cut -> cut.command().effect() == Effect.CONTROL);
        if (begins.isEmpty() || onlyRolledBack || framed(cuts)) {
            return false;
        }
        if (!TransactionBlocks.wellFormed(cuts)) {
            return begins.size() > 1 && torn(cuts);
        }
        int blocks = begins.size();
        String what = blocks == 1
                ? "a BEGIN … COMMIT block stands beside other statements in the section, which runs in one transaction of its own"
                : "the section has " + blocks
                        + " BEGIN … COMMIT blocks, the first of them here, and runs in one transaction of its own";
        String out = "take BEGIN and COMMIT out";
        add(
                begins.get(0),
                what,
                marker.isEmpty()
                        ? out
                        : "write " + marker + " transaction:false, which records each block by itself, or " + out);
        return true;
    }

    /** Many commands that don't even make blocks: what is wrong with them is reported when the section is said to have some. */
    private boolean torn(List<ClassifiedStatement> cuts) {
        List<ClassifiedStatement> commands = cuts.stream()
                .filter(cut -> switch (cut.command().effect()) {
                    case BEGIN, BEGIN_OTHER, COMMIT, CONTROL -> true;
                    default -> false;
                })
                .toList();
        add(
                commands.get(0),
                "the section runs in one transaction of its own, and " + commands.size()
                        + " transaction commands in it, the first of them here, would tear that apart",
                marker.isEmpty()
                        ? "take them out"
                        : "take them out, or write " + marker + " transaction:false and a COMMIT for each BEGIN");
        return true;
    }

    static List<ClassifiedStatement> begins(List<ClassifiedStatement> cuts) {
        return cuts.stream().filter(cut -> opens(cut.command().effect())).toList();
    }

    /** Whether one BEGIN and one COMMIT are around all the rest. */
    static boolean framed(List<ClassifiedStatement> cuts) {
        return cuts.size() > 1
                && begins(cuts).size() == 1
                && opens(cuts.get(0).command().effect())
                && cuts.get(cuts.size() - 1).command().effect() == Effect.COMMIT;
    }

    private static boolean ends(Effect effect) {
        return effect == Effect.COMMIT || effect == Effect.CONTROL;
    }

    private static boolean opens(Effect effect) {
        return effect == Effect.BEGIN || effect == Effect.BEGIN_OTHER;
    }

    private void inTransaction(ClassifiedStatement cut, boolean first, boolean last, boolean framed) {
        String name = cut.command().name();
        switch (cut.command().effect()) {
            case NONE, SAVEPOINT, READ_ONLY_SESSION -> {}
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
            case CHARACTERISTICS -> {
                String what = name + " asks for another sort of transaction than ours, read committed and read write";
                String block = marker.isEmpty()
                        ? ""
                        : ", or write " + marker + " transaction:false and BEGIN … COMMIT with what it asks for";
                add(cut, what, "take it out" + block);
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

    private void begin(ClassifiedStatement cut, String name, boolean first) {
        if (first && !ended) {
            String what = name + " has no COMMIT as the last statement, so psql would keep nothing of the section";
            add(cut, what, "write COMMIT; at the end, or take " + name + " out");
        } else {
            add(cut, name + " stands inside the section, which runs in one transaction of its own", "take it out");
        }
    }

    private void add(ClassifiedStatement cut, String what, String mend) {
        findings.add(cut.statement().start(), what, mend);
    }
}
