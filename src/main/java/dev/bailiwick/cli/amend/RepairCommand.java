package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.engine.amend.Repair;
import dev.bailiwick.engine.amend.RepairFromHistory;
import dev.bailiwick.engine.amend.RepairFromLog;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick repair}. */
public final class RepairCommand extends AmendCommand {
    private @Nullable String file;
    /** What a person has found out of a file that stopped half-way outside a transaction. */
    private boolean done;

    private boolean retry;
    private boolean fromLog;
    private boolean fromHistory;

    public RepairCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return syntax(
                        "repair",
                        "Make the history agree with the files: take edited files as what was applied, forget failures,"
                                + " say what became of half-done files; runs no SQL of the files.")
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
                .with(dialog::addToWithYes);
    }

    @Override
    void requireArguments() {
        if ((done || retry) && file == null) {
            throw BailiwickException.usage(
                    (done ? "--done" : "--retry") + " is said of one file, and none is named",
                    "to see which are partial: " + ShellCommand.of("bailiwick", "status", domain()));
        }
        String whole = fromLog ? "--from-log" : fromHistory ? "--from-history" : null;
        if (whole != null && file != null) {
            throw BailiwickException.usage(
                    whole + " is said of a whole domain, and a file is named",
                    ShellCommand.of("bailiwick", "repair", domain(), whole));
        }
        if (fromLog && fromHistory) {
            throw BailiwickException.usage(
                    "--from-log and --from-history are two repairs: the rows of the table, and the entries of its log",
                    "first: " + ShellCommand.of("bailiwick", "repair", domain(), "--from-log"),
                    "then: " + ShellCommand.of("bailiwick", "repair", domain(), "--from-history"));
        }
    }

    @Override
    int amend(ProjectSession projectSession) {
        if (fromLog) {
            return dialog.rebuilt(new RepairFromLog(projectSession, domain(), dialog.reason()).plan());
        }
        if (fromHistory) {
            return dialog.relogged(new RepairFromHistory(projectSession, domain(), dialog.reason()).plan());
        }
        Repair repair = new Repair(projectSession, domain(), dialog.reason());
        if ((done || retry) && file != null) {
            return dialog.written(done ? repair.done(file) : repair.retry(file));
        }
        return dialog.repaired(repair.plan(file));
    }
}
