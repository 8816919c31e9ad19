package dev.bailiwick.cli;

import dev.bailiwick.engine.Mark;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick mark}. */
@Command(
        name = "mark",
        description = "Say that a person has applied a migration by hand, or has undone it; runs no SQL of the file.")
final class MarkCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file's name, or the beginning of it.")
    private String file = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Mixin
    private Amending amending = new Amending();

    /** Exactly one of these. */
    static final class What {
        @Option(
                names = "--applied",
                description = "It counts as applied, with the checksum and the text that its file has now.")
        private boolean applied;

        @SuppressWarnings("UnusedVariable") // stands for "not --applied": picocli wants one of the two
        @Option(
                names = "--pending",
                description = "It counts as pending; where its file is gone, it leaves the history.")
        private boolean pending;
    }

    MarkCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            Mark mark = new Mark(place.site(), domain, amending.reason());
            return amending.written(root, what.applied ? mark.applied(file) : mark.pending(file));
        }
    }
}
