package dev.bailiwick.cli;

import dev.bailiwick.engine.Repair;
import dev.bailiwick.engine.RepairFromHistory;
import dev.bailiwick.engine.RepairFromLog;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ShellCommand;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick repair}. */
@Command(
        name = "repair",
        description = "Make the history agree with the files: take edited files as what was applied, forget failures,"
                + " say what became of half-done files; runs no SQL of the files.")
final class RepairCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file's name, or the beginning of it. Default: all that are edited or failed.")
    private @Nullable String file;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable HalfDone halfDone;

    @Option(
            names = "--from-log",
            description =
                    "Write the rows again that the tracking table has lost, or all of it, from what its log says.")
    private boolean fromLog;

    @Option(
            names = "--from-history",
            description =
                    "Write the entries again that the log has lost, from what the tracking table says is applied.")
    private boolean fromHistory;

    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking.")
    private boolean yes;

    @Mixin
    private Amending amending = new Amending();

    /** What a person has found out of a file that stopped half-way outside a transaction. */
    static final class HalfDone {
        @Option(
                names = "--done",
                description = "It is half-done, and its next statement is done: migrate goes on behind that.")
        private boolean done;

        @SuppressWarnings("UnusedVariable") // stands for "not --done": picocli wants one of the two
        @Option(
                names = "--retry",
                description = "It is half-done, and its next statement is not done: migrate runs it.")
        private boolean retry;
    }

    RepairCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        if (halfDone != null && file == null) {
            throw BailiwickException.usage(
                    (halfDone.done ? "--done" : "--retry") + " is said of one file, and none is named",
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
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            if (fromLog) {
                return amending.rebuilt(root, new RepairFromLog(place.site(), domain, amending.reason()).plan(), yes);
            }
            if (fromHistory) {
                return amending.relogged(
                        root, new RepairFromHistory(place.site(), domain, amending.reason()).plan(), yes);
            }
            Repair repair = new Repair(place.site(), domain, amending.reason());
            if (halfDone != null && file != null) {
                return amending.written(root, halfDone.done ? repair.done(file) : repair.retry(file));
            }
            return amending.repaired(root, repair.plan(file), yes);
        }
    }
}
