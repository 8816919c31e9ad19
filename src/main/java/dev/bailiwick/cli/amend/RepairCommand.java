package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.amend.Repair;
import dev.bailiwick.engine.amend.RepairFromHistory;
import dev.bailiwick.engine.amend.RepairFromLog;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick repair}. */
public final class RepairCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private final AmendmentDialog amending = new AmendmentDialog();
    private String domain = "";
    private @Nullable String file;
    /** What a person has found out of a file that stopped half-way outside a transaction. */
    private boolean done;

    private boolean retry;
    private boolean fromLog;
    private boolean fromHistory;
    private boolean yes;

    public RepairCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "repair",
                        "Make the history agree with the files: take edited files as what was applied, forget failures,"
                                + " say what became of half-done files; runs no SQL of the files.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .wordOrNone(
                        "FILE",
                        "The file's name, or the beginning of it. Default: all that are edited or failed.",
                        given -> file = given)
                .oneOf("0..1", which -> which.flag(
                                "--done",
                                "It is half-done, and its next statement is done: migrate goes on behind that.",
                                given -> done = given)
                        .flag(
                                "--retry",
                                "It is half-done, and its next statement is not done: migrate runs it.",
                                given -> retry = given))
                .flag(
                        "--from-log",
                        "Write the rows again that the tracking table has lost, or all of it, from what its log says.",
                        given -> fromLog = given)
                .flag(
                        "--from-history",
                        "Write the entries again that the log has lost, from what the tracking table says is applied.",
                        given -> fromHistory = given)
                .flag("-y --yes", "Do it without asking.", given -> yes = given)
                .with(amending::takes);
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        if ((done || retry) && file == null) {
            throw BailiwickException.usage(
                    (done ? "--done" : "--retry") + " is said of one file, and none is named",
                    "to see which are partial: " + ShellCommand.of("bailiwick", "status", domain));
        }
        String whole = fromLog ? "--from-log" : fromHistory ? "--from-history" : null;
        if (whole != null && file != null) {
            throw BailiwickException.usage(
                    whole + " is said of a whole domain, and a file is named",
                    ShellCommand.of("bailiwick", "repair", domain, whole));
        }
        if (fromLog && fromHistory) {
            throw BailiwickException.usage(
                    "--from-log and --from-history are two repairs: the rows of the table, and the entries of its log",
                    "first: " + ShellCommand.of("bailiwick", "repair", domain, "--from-log"),
                    "then: " + ShellCommand.of("bailiwick", "repair", domain, "--from-history"));
        }
        try (CommandSession place = CommandSession.changing(root, root.settings(null))) {
            if (fromLog) {
                return amending.rebuilt(root, new RepairFromLog(place.site(), domain, amending.reason()).plan(), yes);
            }
            if (fromHistory) {
                return amending.relogged(
                        root, new RepairFromHistory(place.site(), domain, amending.reason()).plan(), yes);
            }
            Repair repair = new Repair(place.site(), domain, amending.reason());
            if ((done || retry) && file != null) {
                return amending.written(root, done ? repair.done(file) : repair.retry(file));
            }
            return amending.repaired(root, repair.plan(file), yes);
        }
    }
}
