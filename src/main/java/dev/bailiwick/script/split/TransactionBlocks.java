package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.ScriptFindings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code BEGIN … COMMIT} blocks of a section with {@code transaction:false}: each is one step, in a transaction of its
 * own, and so is each statement between them.
 */
public final class TransactionBlocks {
    private final List<ClassifiedStatement> cuts;
    private final ScriptFindings findings;
    private @Nullable ClassifiedStatement open;

    TransactionBlocks(List<ClassifiedStatement> cuts, ScriptFindings findings) {
        this.cuts = cuts;
        this.findings = findings;
    }

    /** Whether each BEGIN has its COMMIT or ROLLBACK, and nothing in between refuses to be in a transaction. */
    static boolean wellFormed(List<ClassifiedStatement> cuts) {
        ScriptFindings none = new ScriptFindings("", Text.of(""));
        new TransactionBlocks(cuts, none).settle();
        return none.isEmpty();
    }

    /** The statements, with what opens and closes a block marked as such. */
    List<Statement> settle() {
        List<Statement> statements = new ArrayList<>(cuts.size());
        for (ClassifiedStatement cut : cuts) {
            Statement statement = cut.statement();
            statements.add(
                    frames(cut)
                            ? new Statement(statement.start(), statement.end(), Statement.Kind.FRAME, -1, -1)
                            : statement);
        }
        if (open != null) {
            add(
                    open,
                    open.command().name() + " has no COMMIT, so psql would keep nothing of what stands behind it",
                    "write COMMIT; at its end, or take " + open.command().name() + " out");
        }
        return statements;
    }

    private boolean frames(ClassifiedStatement cut) {
        String name = cut.command().name();
        boolean inside = open != null;
        switch (cut.command().effect()) {
            case BEGIN, BEGIN_OTHER -> {
                if (inside) {
                    add(
                            cut,
                            name + " stands in a block that is open already",
                            "write COMMIT; before it, or take it out");
                    return false;
                }
                open = cut;
                return true;
            }
            case COMMIT -> {
                return closes(cut, inside);
            }
            case CONTROL -> {
                if (name.equals("ROLLBACK") || name.equals("ABORT")) {
                    return closes(cut, inside);
                }
                add(cut, name + " doesn't fit into a section whose blocks are recorded one by one", "take it out");
            }
            case SAVEPOINT -> {
                if (!inside) {
                    add(
                            cut,
                            name + " in a section with transaction:false, whose statements run one by one",
                            "take it out, write BEGIN before it, or take transaction:false out");
                }
            }
            case CHARACTERISTICS -> characteristics(cut, inside);
            case ALONE -> {
                if (inside) {
                    add(cut, name + " can't run in a transaction", "write COMMIT; before it");
                }
            }
            case READ_ONLY_SESSION ->
                add(
                        cut,
                        name + ": what runs behind it could not be recorded",
                        "write BEGIN READ ONLY … COMMIT instead");
            case NONE -> {}
        }
        return false;
    }

    private boolean closes(ClassifiedStatement cut, boolean inside) {
        if (!inside) {
            add(
                    cut,
                    cut.command().name() + " in a section with transaction:false has no BEGIN before it",
                    "take it out, write BEGIN before it, or take transaction:false out");
            return false;
        }
        open = null;
        return true;
    }

    /** Ours stands after a block's statements, in its transaction, and writes. */
    private void characteristics(ClassifiedStatement cut, boolean inside) {
        if (!inside) {
            add(cut, cut.command().name() + " stands in no transaction", "take it out, or write BEGIN before it");
        } else if (cut.command().name().equals(StatementKind.READ_ONLY)) {
            add(cut, cut.command().name() + " makes the block read only", "write BEGIN READ ONLY instead");
        }
    }

    /** Whether a block leaves nothing, as it is read only or rolled back, and so may run as often as one likes. */
    public static boolean leavesNothing(String opening, String closing) {
        return opening.matches("(?is).*\\bread\\s+only\\b.*") || closing.matches("(?is)(rollback|abort)\\b.*");
    }

    private void add(ClassifiedStatement cut, String what, String mend) {
        findings.add(cut.statement().start(), what, mend);
    }
}
