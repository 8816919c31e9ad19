package dev.bailiwick.cli;

import dev.bailiwick.db.RunSettings;
import dev.bailiwick.engine.Rebuild;
import dev.bailiwick.engine.Rehearse;
import dev.bailiwick.engine.Site;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.RehearsalReport;
import dev.bailiwick.render.RehearsalText;
import dev.bailiwick.server.ScratchServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick rehearse}. */
@Command(
        name = "rehearse",
        description = "Run all that is pending for real in one transaction, roll it back, and say whom it would keep"
                + " waiting. Takes the real locks, for a moment.")
final class RehearseCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Option(
            names = "--scratch",
            description =
                    "Not in the database itself but on a throw-away server, built from the history; without rows.")
    private boolean scratch;

    @Option(names = "--exit-code", description = "Exit with 3 where it is not safe to run on a busy system.")
    private boolean exitCode;

    @Mixin
    private NewerHistoryOption newerHistory = new NewerHistoryOption();

    @Mixin
    private RunOptions options = new RunOptions();

    RehearseCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        newerHistory.tell(root);
        RunSettings settings = root.settings(options);
        try (Workplace place = Workplace.open(root, settings)) {
            return said(scratch ? onScratch(place.site(), settings) : new Rehearse(place.site(), domains).run());
        }
    }

    private RehearsalReport onScratch(Site original, RunSettings settings) {
        root.progress()
                .note("on a throw-away server without rows: what is said of times and rows holds for empty tables");
        try (Scratch scratch = new Scratch(root, settings, ScratchServer.ownMajorVersion());
                Site copy = scratch.fresh()) {
            new Rebuild(original, copy).run();
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
