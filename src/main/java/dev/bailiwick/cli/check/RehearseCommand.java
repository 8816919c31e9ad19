package dev.bailiwick.cli.check;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.database.ScratchProject;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.engine.migrate.Rehearse;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.setup.RebuildFromHistory;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.report.RehearsalReport;
import dev.bailiwick.render.RehearsalText;
import dev.bailiwick.server.ScratchServer;
import java.util.ArrayList;
import java.util.List;

/** {@code bailiwick rehearse}. */
public final class RehearseCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private boolean scratch;

    private boolean exitCode;

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final RunOptions options = new RunOptions();

    public RehearseCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "rehearse",
                        "Run all that is pending for real in one transaction, roll it back, and say whom it would keep"
                                + " waiting. Takes the real locks, for a moment.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .flag(
                        "--scratch",
                        "Not in the database itself but on a throw-away server, built from the history; without rows.",
                        given -> scratch = given)
                .flag(
                        "--exit-code",
                        "Exit with 3 where it is not safe to run on a busy system.",
                        given -> exitCode = given)
                .with(newerHistory::addTo)
                .with(options::addTo);
    }

    @Override
    public Integer call() {
        newerHistory.setOn(root);
        RunSettings settings = root.settings(options);
        try (CommandSession session = CommandSession.open(root, settings)) {
            return said(
                    scratch
                            ? onScratch(session.projectSession(), settings)
                            : new Rehearse(session.projectSession(), domains).run());
        }
    }

    private RehearsalReport onScratch(ProjectSession original, RunSettings settings) {
        root.progress()
                .note("on a throw-away server without rows: what is said of times and rows holds for empty tables");
        try (ScratchProject scratch = new ScratchProject(root, settings, ScratchServer.ownMajorVersion());
                ProjectSession copy = scratch.fresh()) {
            new RebuildFromHistory(original, copy).run();
            return new Rehearse(copy, domains).run();
        }
    }

    private int said(RehearsalReport report) {
        root.facts().putAll(RehearsalText.facts(report));
        String text = new RehearsalText(root.console().style()).of(report);
        if (!report.failures().isEmpty()) {
            if (!root.json()) {
                root.console().print(text);
            }
            throw new BailiwickException(ExitCode.REFUSED, report.failures());
        }
        ExitCode exit = exitCode && !report.safe() ? ExitCode.REFUSED : ExitCode.DONE;
        root.console().print(root.json() ? root.document("rehearse", exit, List.of()) : text);
        return exit.number();
    }
}
